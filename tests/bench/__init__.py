"""Figures about Elara, measured on this machine: `make bench` prints them as JSON."""
