"""A program in a real terminal: tmux, on a socket of its own."""

import os
import re
import select
import subprocess
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from support.programs import ended


@dataclass(frozen=True)
class Terminal:
    """What is drawn, and the keys of it."""

    tmux: str
    socket: str
    output: int
    """File descriptor that what is drawn can be read from: it tells when to look again."""

    def run(self, *command: str) -> str:
        done = ended([self.tmux, "-L", self.socket, "-f", "/dev/null", *command], within_s=60)
        done.check_returncode()
        return done.stdout

    def keys(self, *keys: str) -> None:
        self.run("send-keys", "-t", "screen", *keys)

    def screen(self, *, colours: bool = False) -> str:
        return self.run("capture-pane", "-p", *(["-e", "-N"] if colours else []), "-t", "screen")

    def wait_for(self, pattern: str, *, gone: bool = False) -> str:
        """Return the screen as soon as it shows ``pattern``, or does not, looking whenever something is drawn."""
        deadline = monotonic() + 40
        while bool(re.search(pattern, shown := self.screen())) is gone:
            left = deadline - monotonic()
            # Something may be drawn for ever: a spinner, a clock.
            drawn = left > 0 and select.select([self.output], [], [], left)[0]
            assert drawn, f"{'always' if gone else 'never'} seen: {pattern}\n{shown}"
            os.read(self.output, 65536)
        return shown


@contextmanager
def terminal(
    tmux: str, command: Sequence[str], environment: Mapping[str, str], folder: Path, fifo: Path
) -> Iterator[Terminal]:
    """Run ``command`` in ``folder`` on a screen of 120 x 36; ``fifo`` is a path where nothing is yet."""
    os.mkfifo(fifo)
    opened = Terminal(tmux=tmux, socket=f"tierline-{uuid.uuid4().hex}", output=os.open(fifo, os.O_RDWR | os.O_NONBLOCK))
    variables = [f"-e{name}={value}" for name, value in environment.items()]
    place = ["-x", "120", "-y", "36", "-c", str(folder)]
    opened.run("new-session", "-d", "-s", "screen", *place, *variables, *command)
    opened.run("pipe-pane", "-O", "-t", "screen", f"cat > '{fifo}'")
    try:
        yield opened
    finally:
        # The program may have ended by itself, and the server with it.
        with suppress(subprocess.CalledProcessError):
            opened.run("kill-server")
        os.close(opened.output)
