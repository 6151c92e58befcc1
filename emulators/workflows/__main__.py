"""`python -m emulators.workflows --port N --workflows FOLDER --database FILE`."""

import argparse
from pathlib import Path

import uvicorn

from emulators.workflows.pool import Pool
from emulators.workflows.runner import Runner
from emulators.workflows.server import Executions, application
from emulators.workflows.store import ExecutionStore


def main() -> None:
    """Serves until the process is asked to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workflows", type=Path, required=True, help="folder with <name>.yaml")
    parser.add_argument("--database", type=Path, required=True, help="SQLite file of executions")
    parser.add_argument("--workers", type=int, default=6, help="executions that run at once")
    parser.add_argument("--deadline", type=float, default=600.0, help="seconds per execution")
    options = parser.parse_args()

    store = ExecutionStore(options.database)
    pool = Pool(options.workers, options.deadline, options.workflows)
    runner = Runner(store, pool)
    calls = Executions(store, runner, options.workflows)
    pool.start()
    try:
        uvicorn.run(
            application(calls, runner), host="127.0.0.1", port=options.port, log_level="warning"
        )
    finally:
        pool.close()
        store.close()


if __name__ == "__main__":
    main()
