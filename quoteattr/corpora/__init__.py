"""Readers of the corpora that training and evaluation share."""
