"""A verdict with everything it was made of: sealed, kept by content, and replayed."""
