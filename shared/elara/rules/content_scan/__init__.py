"""What the fetched page, and the way to it, give away."""
