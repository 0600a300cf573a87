"""Tables of words: reporting verbs, names and titles, nouns."""
