"""The URL itself: parsing, canonical forms, hosts and suffixes. Pure; no network."""
