"""What the text of a URL gives away."""
