"""How long a domain has been known, and how well."""
