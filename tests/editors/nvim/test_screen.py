"""What a person sees: Neovim installed as a native package, in a real terminal."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from support.programs import ended
from support.terminal import Terminal, terminal

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
def mean(prices = []):
    total = 0
    for price in prices:
        if price == None:
            continue
        total += price
    try:
        return total / len(prices)
    except:
        return None
"""


NEOVIM = TerminalTheme((20, 22, 27), (224, 226, 234), [(224, 226, 234)] * 8)
"""Background and foreground of Neovim's own colour scheme; it sends all other colours itself."""


@dataclass(frozen=True)
class Neovim:
    """Neovim on a screen, with one file."""

    terminal: Terminal
    file: Path

    def keys(self, *keys: str) -> None:
        self.terminal.keys(*keys)

    def wait_for(self, pattern: str, *, gone: bool = False) -> str:
        return self.terminal.wait_for(pattern, gone=gone)

    def saved(self) -> str:
        """Write the buffer and return the file's text."""
        before = self.file.stat().st_mtime_ns
        self.keys(":write", "Enter")
        self.wait_for("written")
        assert self.file.stat().st_mtime_ns > before
        return self.file.read_text()


@pytest.fixture
def neovim(nvim: str, tmux: str, environment: dict[str, str], tmp_path: Path) -> Iterator[Neovim]:
    packages = Path(environment["XDG_DATA_HOME"], "nvim/site/pack/tierline/start")
    packages.mkdir(parents=True)
    (packages / "tierline").symlink_to(REPOSITORY / "editors/nvim")
    configuration = Path(environment["XDG_CONFIG_HOME"], "nvim")
    configuration.mkdir(parents=True)
    (configuration / "init.lua").write_text(INIT)
    code = tmp_path / "shapes" / "circle.py"
    code.parent.mkdir()
    code.write_text(CODE)
    variables = {name: value for name, value in environment.items() if name.startswith(("XDG_", "TIER", "LANG"))}
    with terminal(tmux, [nvim, code.name], variables, code.parent, tmp_path / "drawn") as opened:
        yield Neovim(opened, code)


def photograph(neovim: Neovim, name: str) -> None:
    """Leave a picture of the screen in ``TIERLINE_SHOTS``, for people; nothing is asserted about it."""
    folder = os.environ.get("TIERLINE_SHOTS")
    if not folder:
        return
    page = Path(folder, f"{name}.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=120, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print(Text.from_ansi(neovim.terminal.screen(colours=True)), end="")
        html = console.export_html(theme=NEOVIM, inline_styles=True)
    page.write_text(html, encoding="utf-8")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1240,760"]
        picture = f"--screenshot={page.with_suffix('.png')}"
        ended([browser, *flags, picture, page.as_uri()], within_s=60)


def test_a_selection_is_explained_beside_the_code_and_the_status_line_tells_the_tier(neovim: Neovim) -> None:
    neovim.wait_for(r"circle\.py +\[\]")
    neovim.keys("4GVjj", "\\e")
    neovim.wait_for(ANSWERED)
    shown = neovim.wait_for(rf"\n{TIER} · \S+ · <?\$\S+ · the task is .*[^…] +q close")
    assert "def area(radius):" in shown
    assert "Press ENTER" not in shown
    photograph(neovim, "neovim-explain")
    neovim.keys(":Tierline why", "Enter")
    neovim.wait_for(rf"Tierline: explain · {TIER} · .*rule ")


def test_a_fix_is_reviewed_in_its_place_while_the_user_types_on(neovim: Neovim) -> None:
    neovim.wait_for(r"circle\.py +\[\]")
    neovim.keys(":10,19Tierline fix", "Enter")
    neovim.keys("ggO# typed meanwhile")
    shown = neovim.wait_for("╰ 3 of 3")
    assert "-- INSERT --" in shown
    assert "# typed meanwhile" in shown
    assert re.search(r"if price == None:.*\n +if price is None:.*\n *╰ 2 of 3", shown)
    photograph(neovim, "neovim-review-while-typing")
    neovim.keys("!", "Escape", "gg", "]c", "]c")
    neovim.wait_for("╰ 2 of 3  do accept  dr reject")
    photograph(neovim, "neovim-review")
    neovim.keys("do")
    neovim.wait_for("╰ 2 of 2")
    neovim.wait_for("price == None", gone=True)
    neovim.keys("d=")
    neovim.wait_for(r"except:.*│.*except Exception:")
    photograph(neovim, "neovim-review-side-by-side")
    neovim.keys("dR")
    shown = neovim.wait_for("│", gone=True)
    assert "Press ENTER" not in shown
    reviewed = CODE.replace("price == None", "price is None")
    assert neovim.saved() == f"# typed meanwhile!\n{reviewed}"
    neovim.keys("u")
    assert neovim.saved() == f"# typed meanwhile!\n{CODE}"
    neovim.keys("u")
    assert neovim.saved() == CODE


def test_the_help_and_the_health_check_are_found(neovim: Neovim) -> None:
    neovim.wait_for(r"circle\.py +\[\]")
    neovim.keys(":helptags ALL", "Enter", ":help tierline-review", "Enter")
    neovim.wait_for("reviewed in its place")
    photograph(neovim, "neovim-help")
    neovim.keys(":only | checkhealth tierline", "Enter")
    shown = neovim.wait_for(r"models: .*days? old")
    assert "simulated" in shown or "Python" in shown
    photograph(neovim, "neovim-health")
