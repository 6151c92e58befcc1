"""Fake providers: servers that speak each provider's documented wire format."""
