"""What the domain name system says about a host."""
