"""Runs a command that dies with its launcher: `python -I -S tether.py PARENT COMMAND...`.

Linux delivers the signal chosen with prctl(2) PR_SET_PDEATHSIG when the parent ends, however it
ends. It survives execve(2). Elsewhere the command simply runs. Kept free of imports it can do
without: this starts once per component.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Asks for SIGKILL when `parent`, our parent, ends; exits when it has ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
