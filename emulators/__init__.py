"""The emulated world: everything on this machine that stands for Google Cloud and the internet."""
