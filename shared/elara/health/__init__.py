"""Whether the parts a scan needs answer."""
