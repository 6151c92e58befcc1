"""Settings, clients, doors and logs: the only package that sees the environment."""
