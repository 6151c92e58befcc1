"""Cloud Workflows on this machine: the Executions API over the library `workflows-emulator`.

Runs in an environment of its own, so nothing in here imports Elara.
"""
