"""The function manifests, and everything that is derived from them."""
