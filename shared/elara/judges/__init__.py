"""A panel of judges that votes over the evidence. It advises; it never rules."""
