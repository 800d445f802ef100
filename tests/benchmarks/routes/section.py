"""What each part of the routing benchmark hands back: one table, what to know of it, and what it failed to reach.

A part is a module beside this one with ``measure(data: Path) -> Section`` or several of them. The modules import each
other as siblings (``from .section import Section``); the command imports them as ``routes.<name>``, the tests as
``benchmarks.routes.<name>``.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A table of text cells, ready to print."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    """Which data, which split, which figures saw the data they are measured on: one sentence each."""
    failures: tuple[str, ...] = ()
    """Bars that were not reached, one sentence each; any makes the command end with 1."""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {len(row)} cells under {len(self.columns)} columns: {row}")

    def lines(self) -> Iterator[str]:
        """Yield the section as Markdown: the first column to the left, the others to the right."""
        yield f"## {self.title}"
        yield ""
        table = [[cell.replace("|", "/") for cell in row] for row in (self.columns, *self.rows)]
        widths = [max(3, *(len(row[place]) for row in table)) for place in range(len(self.columns))]
        for at, row in enumerate(table):
            cells = [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
            yield f"| {' | '.join(cells)} |"
            if not at:
                yield f"| {' | '.join(['-' * widths[0], *('-' * (width - 1) + ':' for width in widths[1:])])} |"
        yield ""
        yield from (f"- {note}" for note in self.notes)
        yield from (f"- **Not reached:** {failure}" for failure in self.failures)
        yield ""
