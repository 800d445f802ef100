"""An answer on its way: what a person sees while it comes. A pipe sees none of it, only the result."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tierline.cli.terminal import console, print_lines, safe
from tierline.engine.events import Asking, Decided, Escalated, Event, Hopped, Text

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

_PREVIEW_LINES = 8


class Streaming:
    """Observes a task.

    Text to read is printed on a terminal as it comes. Of an edit the last lines are shown, for as long as
    it is on its way; the diff comes after. While nothing comes, a line says who is asked, and for how long.
    """

    def __init__(self, *, edits: bool, quiet: bool) -> None:
        self.printed = ""
        """What stands on standard output of the attempt that was made last."""
        self._quiet = quiet
        self._prints = sys.stdout.isatty() and not edits
        self._animates = sys.stderr.isatty()
        self._live: Live | None = None
        self._tier = self._asked = ""
        self._since = 0.0
        self._text = ""
        self._setback = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.rest()
        if self.printed and not self.printed.endswith("\n"):
            print(flush=True)

    def __call__(self, event: Event) -> None:
        """Take one event of the engine."""
        if self._quiet:
            return
        if isinstance(event, Text):
            self._take(event.delta)
        elif isinstance(event, Hopped):
            self.rest()
            # Said only if it goes on; if it was the last model, the error itself says so.
            self._setback = event.error
        elif isinstance(event, Escalated):
            first = event.so_far.answer.score
            self._setback = f"That answer scored {first.value:g}/10: {', '.join(first.reasons)}."
        elif isinstance(event, Decided):
            # A model that the user named stands outside the tiers.
            self._tier = "" if event.decision.rule == "model" else f" ({event.decision.tier})"
        elif isinstance(event, Asking):
            self._ask(event.model)

    def _ask(self, model: str) -> None:
        self.__exit__(None, None, None)
        if self._setback:
            dropped = " What stands above does not count." if self.printed else ""
            print_lines([f"{self._setback}{dropped} Asking {model}{self._tier}."], to_stderr=True)
        self.printed = self._text = self._setback = ""
        self._asked, self._since = f"{model}{self._tier}", time.monotonic()
        if self._animates:
            from rich.live import Live

            out = console(to_stderr=True)
            self._live = Live(get_renderable=self._view, console=out, transient=True, redirect_stdout=False)
            self._live.start()

    def _take(self, delta: str) -> None:
        self._text += delta
        if self._prints:
            self.rest()
            # A character that is split over two pieces would not be one yet.
            sys.stdout.write(safe(delta.replace("\r", "")))
            sys.stdout.flush()
            self.printed += delta

    def rest(self) -> None:
        """Take the line that moves off the screen, until the next model is asked."""
        if self._live:
            self._live.stop()
            self._live = None

    def _view(self) -> "RenderableType":
        from rich.console import Group
        from rich.spinner import Spinner
        from rich.text import Text as Styled

        waited = time.monotonic() - self._since
        come = f", {len(self._text):,} characters" if self._text else ""
        head = Spinner("line", Styled(f"asking {self._asked}{come}, {waited:.0f} s", "dim"))
        tail = safe(self._text).splitlines()[-_PREVIEW_LINES:]
        return Group(head, *(Styled(line, "dim", no_wrap=True, overflow="ellipsis") for line in tail))
