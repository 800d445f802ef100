"""Tables of figures on a terminal, and one line a row in a pipe."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tierline.cli.terminal import console, safe

if TYPE_CHECKING:
    from rich.text import Text

_NO_BOUND = 1_000


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 task``, ``1,200 tasks``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def print_table(heads: Sequence[str], rows: "Iterable[Sequence[str | Text]]", *, words: int = 1) -> None:
    """Print rows under their heads; the first ``words`` columns hold words, the others figures."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for place, head in enumerate(heads):
        table.add_column(head, overflow="fold", justify="left" if place < words else "right", no_wrap=place >= words)
    for row in rows:
        table.add_row(*(safe(cell) if isinstance(cell, str) else cell for cell in row))
    out = console()
    if not out.is_terminal:
        out.width = _NO_BOUND
    with out.capture() as captured:
        out.print(table)
    # Padding at the ends of lines is of no use to anyone.
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))
