"""The URL model: what the spelling of a URL says beyond the rules, and why."""
