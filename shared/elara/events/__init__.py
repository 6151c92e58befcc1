"""Messages Elara publishes, and the topics they go to."""
