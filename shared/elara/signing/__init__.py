"""Signs what Elara says, and checks what claims to be from Elara."""
