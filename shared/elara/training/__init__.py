"""Makes the URL model and its tables from labelled URLs and lists. Used by the CLI only."""
