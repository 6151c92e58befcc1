"""How long each part of a scan's life may take before the sweeper looks at it.

`tests/architecture` holds `RUNNING` above the longest that `workflows/scan.yaml` can take.
"""

from datetime import timedelta

QUEUED = timedelta(seconds=150)
"""From submission to the first stage: the queue's three attempts and their back-off."""
RUNNING = timedelta(minutes=10)
"""From the first stage to the verdict, with every call at its time-out and every retry used."""
ENDING = timedelta(seconds=60)
"""From the verdict (or the failure) until everybody has been told."""
