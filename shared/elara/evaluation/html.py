"""The report as one HTML file: no scripts, nothing loaded from elsewhere, everything escaped."""

from math import isfinite

from jinja2 import Environment, PackageLoader, StrictUndefined

from elara.evaluation.curves import charts
from elara.evaluation.model import Figure, Report
from elara.evaluation.sample import Sample


def page(found: Report, sample: Sample) -> str:
    """The whole document. URLs in it are hostile text: defanged, and never links."""
    environment = Environment(
        loader=PackageLoader("elara.evaluation", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"share": _share, "number": _number, "span": _span, "points": _points}
    template = environment.get_template("report.html.j2")
    return template.render(report=found, charts=charts(sample, found.calibration))


def _number(value: float) -> str:
    return f"{value:.4f}" if isfinite(value) else "–"


def _share(value: float) -> str:
    return f"{value:.2%}" if isfinite(value) else "–"


def _span(figure: Figure) -> str:
    known = isfinite(figure.low)
    return f"{_number(figure.low)} to {_number(figure.high)}" if known else "not measurable"


def _points(line: tuple[tuple[float, float], ...]) -> str:
    """A list of points as SVG has them: y grows downwards, 100 units to a side."""
    return " ".join(f"{x * 100:.2f},{100 - y * 100:.2f}" for x, y in line)
