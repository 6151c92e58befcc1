"""Rules of `reputation`: the age of a domain and how well known it is."""
