"""Cloud Tasks on this machine: the real gRPC API, HTTP targets, and a list of dead letters."""
