"""`elara score`: the URL's own evidence only, no network, one line of JSON per URL."""

from collections.abc import Iterable, Iterator
from typing import Any

from elara.errors import InvalidUrl
from elara.evidence.model import Clock, Evidence, utc_now
from elara.rules.pack import assess
from elara.scoring.ledger import entries, points
from elara.scoring.model import Entry, Stage
from elara.scoring.thresholds import level_of
from elara.urls.facts import facts_of
from elara.urls.parse import parse, private_target


def scored(lines: Iterable[str], clock: Clock = utc_now) -> Iterator[dict[str, Any]]:
    """One answer per line of input, in order; blank lines are skipped."""
    for line in lines:
        text = line.strip()
        if text:
            yield score(text, clock)


def score(url: str, clock: Clock = utc_now) -> dict[str, Any]:
    """`{url, score, level, ledger}`, or `{url, error}` for what `elara scan` refuses too."""
    try:
        facts = facts_of(url)
        refused = private_target(parse(url))
    except InvalidUrl as error:
        return {"url": url, "error": error.detail}
    if refused is not None:
        return {"url": url, "error": f"The host is not on the public internet ({refused})."}
    evidence = Evidence.of(Stage.URL_ANALYSIS, facts, clock())
    lines = entries(Stage.URL_ANALYSIS, assess(Stage.URL_ANALYSIS, [evidence]))
    total = points(lines)
    return {
        "url": url,
        "score": total,
        "level": level_of(total).value,
        "ledger": [_entry(line) for line in lines],
    }


def _entry(line: Entry) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "stage": line.stage.value,
        "points": line.points,
        "text": line.text,
    }
