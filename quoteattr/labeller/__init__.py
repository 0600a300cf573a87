"""The trained labeller: cue heads, and the words of each cue, source and content."""
