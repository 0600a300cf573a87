"""Training of the compact Stanza models."""
