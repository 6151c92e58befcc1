"""Firestore in Elara's own words: the errors of its client library made typed ones."""
