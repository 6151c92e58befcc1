"""Calls to Google Cloud: one deadline over all retries, and errors in our words."""
