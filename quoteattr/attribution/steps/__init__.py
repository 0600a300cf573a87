"""Steps: each takes the attributions of an article and returns better ones."""
