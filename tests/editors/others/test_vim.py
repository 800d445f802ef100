"""Vim in a real terminal, with ALE as its LSP client, configured as the guide says."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from support.terminal import Terminal, terminal

pytestmark = pytest.mark.editor

Open = Callable[[str], AbstractContextManager[Terminal]]
SLOW = "'models': {'default': ['sandbox/slow'], 'minimum': ['sandbox/slow:free']}"
"""Every answer takes its time, so that it can be cancelled."""


@pytest.fixture
def vim_with(vim: str, tmux: str, configuration: Callable[[str], str], environment: dict[str, str], code: Path) -> Open:
    """Open the file with the guide's configuration and settings of Tierline."""

    @contextmanager
    def opened(settings: str) -> Iterator[Terminal]:
        vimrc = configuration("vim").replace("'tier': 'auto'", settings)
        Path(environment["HOME"], ".vimrc").write_text(vimrc)
        variables = [f"{name}={value}" for name, value in environment.items()]
        command = ["env", *variables, vim, "-n", code.name]
        with terminal(tmux, command, {}, code.parent, code.parent.parent / "drawn") as screen:
            screen.wait_for(r"def mean\(prices = \[\]\)")
            yield screen

    return opened


def test_lines_are_fixed_undone_and_explained(vim_with: Open) -> None:
    with vim_with("'tier': 'auto'") as screen:
        screen.keys("ggO# typed before", "Escape", ":2,$Tierline fix", "Enter")
        screen.wait_for("if price is None")
        screen.wait_for("Tierline: fix applied by ")
        screen.keys("u")
        shown = screen.wait_for("if price is None", gone=True)
        assert "# typed before" in shown
        screen.keys(":2,5Tierline explain", "Enter")
        shown = screen.wait_for("What this code does")
        assert "Press ENTER" not in shown


def test_a_selection_is_fixed_by_a_code_action(vim_with: Open) -> None:
    with vim_with("'tier': 'auto'") as screen:
        screen.keys("ggVG", ":ALECodeAction", "Enter")
        number = re.search(r"(\d+)\) Tierline: Fix", screen.wait_for("Type number and <Enter>"))
        assert number
        screen.keys(number[1], "Enter")
        screen.wait_for("if price is None")


def test_a_task_is_cancelled(vim_with: Open) -> None:
    with vim_with(SLOW) as screen:
        screen.keys(":%Tierline fix", "Enter")
        screen.keys(":Tierline cancel", "Enter")
        shown = screen.wait_for("Tierline: fix cancelled")
        assert "price == None" in shown
