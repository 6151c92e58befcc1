"""`elara evaluate`: scores a labelled file and tells how good the scores are."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from elara.cli.bulk import in_order
from elara.cli.lines import batched, opened, rows
from elara.cli.offline import Answer, score_batch
from elara.cli.plain import plain
from elara.evaluation.measure import report
from elara.evaluation.model import Figure, Report, Slice
from elara.evaluation.sample import Mark, Sample, Table
from elara.scoring.ledger import CLAMP
from elara.scoring.ruleset import Ruleset


def evaluated(path: Path, by: Sequence[str], jobs: int, ruleset: Ruleset) -> tuple[Sample, Report]:
    """Every row of the file scored as `elara score` does it, and the report on that. Raises
    OSError, NoColumn and Unusable."""
    table = Table()
    with opened(path) as file:
        urls = (table.add(row) for row in rows(file, ("url", "label")))
        wanted = batched(url for url in urls if url is not None)
        found = [m for batch in in_order(wanted, partial(marks, ruleset), jobs) for m in batch]
    sample = Sample.of(table, found, by)
    return sample, report(sample, ruleset, path.name)


def marks(ruleset: Ruleset, batch: Sequence[str]) -> list[Mark]:
    """What evaluation keeps of the answers to one batch."""
    return [_mark(answer) for answer in score_batch(batch, ruleset)]


def shown(found: Report) -> RenderableType:
    """The report for a terminal of 80 columns or more."""
    return Group(
        *_summary(found),
        _working(found),
        _confusion(found),
        _calibration(found),
        *(_slices(name, lines) for name, lines in found.slices.items()),
        Text(
            f"Intervals are 95 %: of rates by Wilson, of the rest by bootstrap over {found.drawn}. "
            f"Refused rows raise no alarm: they rank last and count as missed or rightly passed.",
            "dim",
        ),
    )


def _mark(answer: Answer) -> Mark:
    if answer.refusal is not None:
        return Mark(level=None)
    return Mark(
        level=answer.level,
        points=answer.points,
        score=answer.score,
        probability=answer.probability,
        rules=tuple((line.rule, line.points) for line in answer.ledger if line.rule != CLAMP),
    )


def _summary(found: Report) -> Iterator[Text]:
    rows_, refused = found.rows, found.refused
    yield Text(plain(f"{found.source}, ruleset {found.ruleset}"), "bold")
    yield Text(
        f"{rows_.malicious + rows_.benign} URLs: {rows_.malicious} malicious "
        f"({refused.malicious} refused), {rows_.benign} benign ({refused.benign} refused)"
    )
    if found.bad_rows:
        reasons = ", ".join(f"{count} {why}" for why, count in found.bad_rows.items())
        yield Text(f"Rows left out: {reasons}", "yellow")
    yield Text(
        f"Mean score {found.mean_score_malicious:.1f} malicious, "
        f"{found.mean_score_benign:.1f} benign"
    )
    yield Text(f"ROC-AUC           {_figure(found.auc)}")
    yield Text(f"PR-AUC            {_figure(found.average_precision)}")
    for reach in found.reach:
        at = "no threshold" if reach.threshold is None else f"from {reach.threshold:.0f} points"
        yield Text(f"TPR at {reach.fpr:<5.1%} FPR {_figure(reach.tpr)}  {at}")
    best = f"from {found.best_f1_threshold:.0f} points"
    yield Text(f"Best F1           {_figure(found.best_f1)}  {best}")


def _working(found: Report) -> RenderableType:
    grid = _grid(f"Called by threshold (precision at {found.base_rate:.0%} malicious)")
    for name in ("", "from", "TPR", "FPR", "F1", "precision"):
        grid.add_column(name, justify="right" if name else "left")
    for each in found.working:
        figures = (_percent(each.tpr), _percent(each.fpr), _short(each.f1), _short(each.precision))
        grid.add_row(each.name, f"{each.threshold:.0f}", *figures)
    return grid


def _confusion(found: Report) -> RenderableType:
    grid = _grid("Confusion")
    for name in ("", "malicious", "%", "benign", "%"):
        grid.add_column(name, justify="right" if name else "left")
    for line in found.confusion:
        bad, good = line.malicious / found.rows.malicious, line.benign / found.rows.benign
        grid.add_row(line.name, f"{line.malicious}", f"{bad:.2%}", f"{line.benign}", f"{good:.3%}")
    return grid


def _calibration(found: Report) -> RenderableType:
    known = found.calibration
    grid = _grid(f"Calibration: {found.calibrated}; ECE {known.ece:.4f}, Brier {known.brier:.4f}")
    for name in ("said", "rows", "mean said", "truly malicious"):
        grid.add_column(name, justify="right")
    for bin_ in known.bins:
        said = f"{bin_.low:.1f} to {bin_.high:.1f}"
        grid.add_row(said, f"{bin_.rows}", f"{bin_.predicted:.3f}", f"{bin_.observed:.3f}")
    return grid


def _slices(name: str, lines: Sequence[Slice]) -> RenderableType:
    grid = _grid(f"By {name} (TPR and FPR at suspicious, at malicious)")
    grid.add_column(plain(name), overflow="fold")
    for head in ("mal.", "ben.", "AUC", "TPR", "TPR", "FPR", "FPR", "mean"):
        grid.add_column(head, justify="right", no_wrap=True)
    for line in lines:
        rates = (line.tpr_suspicious, line.tpr_malicious, line.fpr_suspicious, line.fpr_malicious)
        mark = "" if line.against == "itself" else "*"
        grid.add_row(
            Text(plain(line.value)),
            *(f"{line.malicious}", f"{line.benign}", f"{line.auc:.3f}{mark}"),
            *("-" if rate.value != rate.value else f"{rate.value:.1%}" for rate in rates),
            f"{line.mean_score:.0f}",
        )
    grid.caption = "* against all rows of the class it lacks"
    return grid


def _grid(title: str) -> Grid:
    return Grid(
        title=Text(plain(title), "bold"),
        title_justify="left",
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )


def _figure(figure: Figure) -> str:
    return f"{figure.value:.4f}  [{figure.low:.4f}, {figure.high:.4f}]"


def _short(figure: Figure) -> str:
    return f"{figure.value:.3f}\n{figure.low:.3f}-{figure.high:.3f}"


def _percent(figure: Figure) -> str:
    return f"{figure.value:.2%}\n{figure.low * 100:.2f}-{figure.high * 100:.2f}"
