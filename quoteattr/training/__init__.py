"""Trains, packs and scores the models that the package ships."""
