"""Nothing runs the file that type checkers read."""

collect_ignore = ["usage.py"]
