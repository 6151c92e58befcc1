"""`elara score`: a stream of URLs in, a stream of JSON lines out."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from elara.cli import exits
from elara.cli.bulk import in_order
from elara.cli.lines import column_batches, is_table, line_batches, opened
from elara.cli.offline import document, score_batch
from elara.cli.plain import json_line
from elara.scoring.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Scored:
    """A batch, ready to be written: a line of JSON for each URL."""

    text: bytes
    refused: int
    faults: int


def stream(path: Path | None, jobs: int, ruleset: Ruleset) -> int:
    """Scores the lines of a file (or its column `url`, if it is a CSV file), or of standard input,
    onto standard output; the exit code. Raises OSError and NoColumn."""
    refused = faults = 0
    with (
        _batches(path) as batches,
        closing(in_order(batches, partial(lines, ruleset), jobs)) as all_,
    ):
        try:
            for scored in all_:
                sys.stdout.buffer.write(scored.text)
                sys.stdout.buffer.flush()
                refused += scored.refused
                faults += scored.faults
        except BrokenPipeError:
            # Python would complain once more when it flushes at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return exits.CLOSED_PIPE
        except KeyboardInterrupt:
            return exits.INTERRUPTED
    return exits.SCAN_FAILED if faults else exits.DATA if refused else exits.OK


def lines(ruleset: Ruleset, batch: Sequence[str]) -> Scored:
    """The answers to one batch."""
    answers = score_batch(batch, ruleset)
    text = "".join(json_line(document(each)) + "\n" for each in answers)
    refused = sum(each.refusal is not None for each in answers)
    return Scored(text.encode(), refused, sum(each.is_fault for each in answers))


@contextmanager
def _batches(path: Path | None) -> Iterator[Iterator[list[str]]]:
    if path is None:
        yield line_batches(sys.stdin.buffer)
    else:
        with opened(path) as file:
            yield _of(path, file)


def _of(path: Path, file: BinaryIO) -> Iterator[list[str]]:
    return column_batches(file) if is_table(path) else line_batches(file)
