"""What the library knows of words: reporting verbs, names, nouns."""
