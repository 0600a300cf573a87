"""Who said what, in the news."""
