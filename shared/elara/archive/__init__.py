"""Dead letters: what failed for good, kept so that it can be read and run again."""
