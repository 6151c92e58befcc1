"""What was observed, by whom and when. Knows nothing of rules, points or storage."""
