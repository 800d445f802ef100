"""How far a refresh has come, on standard error: moving on a terminal, one line a source elsewhere."""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from tierline.cli.terminal import console, safe
from tierline.refresh.report import Asking, Building, Progress, Read, SourceReport

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bars, TaskID


class Watching:
    """An observer of a refresh; use it as a context manager."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._bars: Bars | None = None
        self._asked: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        out = console(to_stderr=True)
        if out.is_terminal:
            from rich.progress import Progress as Bars, SpinnerColumn, TextColumn, TimeElapsedColumn

            columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
            self._bars = self._stack.enter_context(Bars(*columns, console=out, transient=True))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self._stack.close()

    def __call__(self, progress: Progress) -> None:
        """Show one step."""
        if self._bars is None:
            if said := _line(progress):
                print(said, file=sys.stderr, flush=True)
            return
        match progress:
            case Asking(id=name):
                self._asked[name] = self._bars.add_task(name, total=None)
            case Read(report=report):
                self._bars.remove_task(self._asked.pop(report.id))
                self._bars.console.print(outcome(report))
            case Building():
                self._asked[""] = self._bars.add_task(str(_line(progress)), total=None)


def _line(progress: Progress) -> str | None:
    match progress:
        case Asking():
            return None
        case Read(report=report):
            return outcome(report)
        case Building(figures=figures):
            return f"matching {figures:,} figures and fitting abilities"


def outcome(report: SourceReport) -> str:
    """Return one source's part as a line."""
    gave = f"{report.figures:6,} rows" if report.figures else "   no rows"
    day = f" of {report.as_of}" if report.as_of and report.figures else ""
    problem = f": {report.problem}" if report.problem else ""
    return safe(f"{report.id:27} {report.state.value:9} {gave}{day}{problem}")
