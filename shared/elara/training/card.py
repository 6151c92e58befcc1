"""The model card: what the URL model is, what it was made from, how good it is, where it fails."""

from collections.abc import Iterator, Sequence
from statistics import fmean

from elara.lexical.features import COLUMNS
from elara.lexical.store import unpacked
from elara.training.make import Made
from elara.training.rows import Row

_INTRODUCTION = """\
# The URL model

Written by `elara train`; do not edit.

A gradient-boosted model over the spelling of a URL, used by `url_analysis` and by a judge of
`ai_consensus`. It starts from what the URL rules say and adds, or takes away, what they do not
know; its opinion is evidence of the scan and one line of the ledger, with the topics that weighed
most. It needs numpy at run time and nothing else.
"""

_LIMITS = """\
## Limits

- It reads a string. Forms on shared platforms, short links and bare unknown domains carry almost
  no signal there; other stages decide.
- Labels are the sources' own. Phishing of 2017 to 2020 outnumbers that of today, so it weighs less.
- Scheme and `www.` are not read: in the training data they say nothing about the label.
- The lists of widely used names are of January 2025 (Tranco) and December 2025 (Chrome UX Report).
  A domain that became popular later counts as unknown; one that was popular and was sold, as known.
- The points of the URL rules and two of their tables were measured on the same training rows, so
  leaving a source out does not make the rules forget it.
- At one malicious URL in a thousand most alarms of any such model are false; see the thresholds of
  the ruleset, which are set from benign URLs only.
"""


def card(made: Made, given: Sequence[Row], judges: Sequence[Row]) -> str:
    """The card as Markdown."""
    model = unpacked(made.file)
    parts = (
        _INTRODUCTION,
        _size(made, model.id, model.forest.columns.shape[0], model.forest.depth),
        "\n".join(_figures(made, judges)),
        "\n".join(_thresholds(made)),
        "\n".join(_left_out(made)),
        "\n".join(_data(given, judges)),
        _LIMITS,
    )
    return "\n".join(part for part in parts if part)


def _size(made: Made, name: str, trees: int, depth: int) -> str:
    return (
        f"Model `{name}`: {len(made.file) / 1e6:.2f} MB; {trees} trees of depth {depth} or less "
        f"over {len(COLUMNS)} columns.\n"
    )


def _figures(made: Made, judges: Sequence[Row]) -> Iterator[str]:
    yield f"## On {len(judges):,} held-out URLs of other owners\n"
    yield "| | rules and model | 95 % interval (over owners) | rules alone |"
    yield "|---|---|---|---|"
    for name, figure in made.figures.items():
        interval = f"{figure.low:.4f} to {figure.high:.4f}"
        yield f"| {name} | {figure.value:.4f} | {interval} | {made.by_rules_alone[name]:.4f} |"
    yield ""


def _thresholds(made: Made) -> Iterator[str]:
    yield "## Thresholds from benign URLs\n"
    yield (
        "The fewest points (rules and model, before the clamp) that no more than a share of the "
        "benign URLs reach, each scored by a model that saw no list of its fold; an owner's "
        "rows share their weight."
    )
    yield ""
    yield "| share of benign URLs | points |"
    yield "|---|---|"
    for share, points in made.thresholds.items():
        yield f"| {share} | {points} |"
    yield ""


def _left_out(made: Made) -> Iterator[str]:
    if not made.left_out:
        return
    yield "## One source left out at a time\n"
    yield (
        "Trained without the source (half the trees), then its rows against the other class of "
        "the held-out URLs."
    )
    mean = fmean(each.auc for each in made.left_out)
    reach = fmean(each.tpr_at_1 for each in made.left_out)
    yield f"Mean over {len(made.left_out)} sources: AUC {mean:.4f}, TPR at 1 % FPR {reach:.3f}.\n"
    yield "| source | label | rows | dates | AUC | TPR at 1 % FPR |"
    yield "|---|---|---|---|---|---|"
    for each in made.left_out:
        name, _, sign = each.source.rpartition(" ")
        label = "malicious" if sign == "+" else "benign"
        yield (
            f"| {name} | {label} | {each.rows:,} | {each.dates} | {each.auc:.4f} "
            f"| {each.tpr_at_1:.3f} |"
        )
    yield ""


def _data(given: Sequence[Row], judges: Sequence[Row]) -> Iterator[str]:
    yield "## Data\n"
    yield (
        f"{len(given):,} URLs to learn from, {sum(r.malicious for r in given):,} of them "
        f"malicious; {len(judges):,} to judge by, no owner shared. The URLs themselves are not "
        "part of this repository.\n"
    )
    yield "| source | label | URLs | dates |"
    yield "|---|---|---|---|"
    for source in sorted({row.source for row in given}):
        own = [row for row in given if row.source == source]
        dates = sorted({row.date[:7] for row in own})
        span = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        label = "malicious" if own[0].malicious else "benign"
        yield f"| {source.rpartition(' ')[0]} | {label} | {len(own):,} | {span} |"
    yield ""
