"""One file per source: how it is asked, and how its answer is read."""
