"""What a running world looks like on a terminal."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table

from emulators.components import Component
from emulators.layout import Layout


def show(
    layout: Layout,
    components: Mapping[str, Component],
    notes: Iterable[str],
    ready_after: Mapping[str, float],
    out: Console,
) -> None:
    """Prints one table of addresses, and what was left out."""
    table = Table(title=f"Elara's world at {layout.gateway}", title_justify="left")
    table.add_column("component")
    table.add_column("address", no_wrap=True)
    table.add_column("ready after", justify="right")
    for name in sorted(components):
        took = ready_after.get(name)
        after = "" if took is None else f"{took:.1f} s"
        table.add_row(name, components[name].address, after)
    out.print(table)
    for note in notes:
        out.print(note, style="yellow", markup=False, soft_wrap=True)
    out.print(f"project {layout.project}; logs in {layout.logs}", highlight=False, soft_wrap=True)
    out.print("Ctrl-C stops it.", highlight=False)
