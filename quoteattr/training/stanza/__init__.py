"""Makes the compact Stanza models."""
