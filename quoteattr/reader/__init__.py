"""The reader: one network that reads an article once, for every task."""
