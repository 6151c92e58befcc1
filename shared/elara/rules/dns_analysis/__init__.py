"""What the DNS gives away about a host and its domain."""
