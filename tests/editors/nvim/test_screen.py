"""What a person sees: Neovim installed as a native package, in a real terminal."""

import os
import re
import select
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

REPOSITORY = Path(__file__).parents[3]

pytestmark = pytest.mark.editor

INIT = """
vim.g.tierline = { cmd = { vim.env.TIERLINE_CMD, 'serve', '--sandbox' } }
vim.keymap.set({ 'n', 'x' }, '<leader>e', '<Plug>(tierline-explain)')
vim.keymap.set({ 'n', 'x' }, '<leader>d', '<Plug>(tierline-document)')
vim.o.statusline = "%f %m %=[%{v:lua.require'tierline'.statusline()}]"
vim.o.swapfile = false
vim.o.termguicolors = true
"""

TIER = "(minimum|default|maximum)"
ANSWERED = rf"\[sandbox · {TIER} · \S+ · \$"
"""The status line after a task; nothing that was simulated may look like a real answer."""

CODE = """\
import math


def area(radius):
    r = radius
    return math.pi * r * r


print(area(2))
"""


NEOVIM = TerminalTheme((20, 22, 27), (224, 226, 234), [(224, 226, 234)] * 8)
"""Background and foreground of Neovim's own colour scheme; it sends all other colours itself."""


@dataclass(frozen=True)
class Terminal:
    """Neovim in tmux, on a socket of its own."""

    tmux: str
    socket: str
    output: int
    """File descriptor that what Neovim draws can be read from: it tells when to look again."""
    file: Path

    def run(self, *command: str) -> str:
        ended = subprocess.run(
            [self.tmux, "-L", self.socket, "-f", "/dev/null", *command], capture_output=True, text=True, check=True
        )
        return ended.stdout

    def keys(self, *keys: str) -> None:
        self.run("send-keys", "-t", "screen", *keys)

    def screen(self, *, colours: bool = False) -> str:
        return self.run("capture-pane", "-p", *(["-e"] if colours else []), "-t", "screen")

    def wait_for(self, pattern: str) -> str:
        """Return the screen as soon as it shows ``pattern``, looking again whenever something is drawn."""
        deadline = time.monotonic() + 30
        while not re.search(pattern, shown := self.screen()):
            drawn, _, _ = select.select([self.output], [], [], max(0, deadline - time.monotonic()))
            assert drawn, f"never seen: {pattern}\n{shown}"
            os.read(self.output, 65536)
        return shown

    def saved(self) -> str:
        """Write the buffer and return the file's text."""
        before = self.file.stat().st_mtime_ns
        self.keys(":write", "Enter")
        self.wait_for("written")
        assert self.file.stat().st_mtime_ns > before
        return self.file.read_text()


@pytest.fixture
def terminal(nvim: str, tmux: str, environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    packages = Path(environment["XDG_DATA_HOME"], "nvim/site/pack/tierline/start")
    packages.mkdir(parents=True)
    (packages / "tierline").symlink_to(REPOSITORY / "editors/nvim")
    configuration = Path(environment["XDG_CONFIG_HOME"], "nvim")
    configuration.mkdir(parents=True)
    (configuration / "init.lua").write_text(INIT)
    code = tmp_path / "shapes" / "circle.py"
    code.parent.mkdir()
    code.write_text(CODE)
    fifo = tmp_path / "drawn"
    os.mkfifo(fifo)
    opened = Terminal(
        tmux=tmux,
        socket=f"tierline-{uuid.uuid4().hex}",
        output=os.open(fifo, os.O_RDWR | os.O_NONBLOCK),
        file=code,
    )
    variables = [
        f"-e{name}={value}" for name, value in environment.items() if name.startswith(("XDG_", "TIER", "LANG"))
    ]
    place = ["-x", "120", "-y", "36", "-c", str(code.parent)]
    opened.run("new-session", "-d", "-s", "screen", *place, *variables, nvim, code.name)
    opened.run("pipe-pane", "-O", "-t", "screen", f"cat > '{fifo}'")
    try:
        yield opened
    finally:
        opened.run("kill-server")
        os.close(opened.output)


def photograph(terminal: Terminal, name: str) -> None:
    """Leave a picture of the screen in ``TIERLINE_SHOTS``, for people; nothing is asserted about it."""
    folder = os.environ.get("TIERLINE_SHOTS")
    if not folder:
        return
    page = Path(folder, f"{name}.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=120, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print(Text.from_ansi(terminal.screen(colours=True)), end="")
        html = console.export_html(theme=NEOVIM, inline_styles=True)
    page.write_text(html, encoding="utf-8")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1240,760"]
        picture = f"--screenshot={page.with_suffix('.png')}"
        subprocess.run([browser, *flags, picture, page.as_uri()], check=False, capture_output=True, timeout=60)


def test_a_selection_is_explained_beside_the_code_and_the_status_line_tells_the_tier(terminal: Terminal) -> None:
    terminal.wait_for(r"circle\.py +\[\]")
    terminal.keys("4GVjj", "\\e")
    terminal.wait_for(ANSWERED)
    shown = terminal.wait_for(rf"\n{TIER} · \S+ · \$\S+ · \w+")
    assert "def area(radius):" in shown
    assert "Press ENTER" not in shown
    photograph(terminal, "neovim-explain")
    terminal.keys(":Tierline why", "Enter")
    terminal.wait_for(rf"Tierline: explain · {TIER} · .*rule ")


def test_an_edit_made_while_typing_elsewhere_is_one_undo_step_of_its_own(terminal: Terminal) -> None:
    terminal.wait_for(r"circle\.py +\[\]")
    terminal.keys("4GVjj", "\\d")
    terminal.keys("Go# typed meanwhile")
    shown = terminal.wait_for(ANSWERED)
    assert "# typed meanwhile" in shown
    assert "-- INSERT --" in shown
    photograph(terminal, "neovim-edit-while-typing")
    terminal.keys("!", "Escape")
    edited = terminal.saved()
    assert edited.endswith(f"{CODE[-15:]}# typed meanwhile!\n")
    assert edited != f"{CODE}# typed meanwhile!\n"
    terminal.keys("u")
    assert terminal.saved() == edited.replace("!", "")
    terminal.keys("u")
    assert terminal.saved() == f"{CODE}# typed meanwhile\n"
