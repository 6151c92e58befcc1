"""Threat-intelligence sources: what each was asked and what it answered."""
