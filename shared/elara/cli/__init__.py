"""The `elara` command."""
