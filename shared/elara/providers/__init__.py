"""Outside services that are asked about a URL: how to ask, and what counts as no answer."""
