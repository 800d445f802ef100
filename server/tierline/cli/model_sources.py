"""Where figures come from: every source, in force or not, its terms, and what it gave."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tierline.cli.terminal import console, print_lines

if TYPE_CHECKING:
    from rich.table import Table

    from tierline_scoring.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source."""

    id: str
    name: str
    url: str
    licence: str
    bundled: bool
    """Whether its licence lets figures come with the package; if not, only the user's own refresh reads it."""
    date: str
    """Day of its newest row in the snapshot in force; empty if that has none."""
    figures: int
    """Figures of listed models in the snapshot in force."""


def rows_of(snapshot: "Snapshot") -> list[SourceRow]:
    """Return all sources: those that could be read, then those of the snapshot alone."""
    from tierline_scoring.sources import benchmark_sources

    gave = Counter(found.source for known in snapshot.evidence.values() for found in known.measurements)
    rows = {
        source.id: SourceRow(
            id=source.id,
            name=source.name,
            url=source.homepage,
            licence=source.licence,
            bundled=source.bundled,
            date=snapshot.sources[source.id].date if source.id in snapshot.sources else "",
            figures=gave[source.id],
        )
        for source in benchmark_sources()
    }
    others = {
        source.id: SourceRow(
            id=source.id,
            name=source.name,
            url=source.url,
            licence=source.licence,
            bundled=True,
            date=source.date,
            figures=gave[source.id],
        )
        for source in snapshot.sources.values()
        if source.id not in rows
    }
    return [*others.values(), *rows.values()]


def show(snapshot: "Snapshot", *, as_json: bool) -> None:
    """Print all sources."""
    rows = rows_of(snapshot)
    if as_json:
        print(json.dumps({"asOf": snapshot.as_of.isoformat(), "sources": list(map(_plain, rows))}, indent=2))
        return
    console().print(_table(rows), end="\n\n")
    print_lines(_notes(rows))


def _plain(row: SourceRow) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "url": row.url,
        "licence": row.licence,
        "bundled": row.bundled,
        "date": row.date or None,
        "figures": row.figures,
    }


def _table(rows: list[SourceRow]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("Source", no_wrap=True)
    table.add_column("Comes with the package", min_width=7, overflow="fold")
    table.add_column("Date", no_wrap=True)
    table.add_column("Figures", justify="right", no_wrap=True)
    table.add_column("Licence", overflow="fold", min_width=12)
    table.add_column("Name", overflow="fold", min_width=12)
    for row in rows:
        figures = f"{row.figures:,}" if row.figures else "-"
        table.add_row(
            row.id, "yes" if row.bundled else "no, live only", row.date or "-", figures, row.licence, row.name
        )
    return table


def _notes(rows: list[SourceRow]) -> Iterator[str]:
    unread = [row.id for row in rows if not row.date]
    yield "Figures: those of listed models in the snapshot in force; prices, context and uptimes are not counted."
    yield "Live only: their licence does not let us pass figures on; your own `tierline refresh` reads them."
    if unread:
        yield f"Not read yet: {', '.join(unread)}."
