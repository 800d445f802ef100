"""Helix in a real terminal, configured as the guide says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from support.terminal import Terminal, terminal

pytestmark = pytest.mark.editor


@pytest.fixture
def screen(
    helix: str, tmux: str, configuration: Callable[[str], str], environment: dict[str, str], code: Path
) -> Iterator[Terminal]:
    folder = Path(environment["XDG_CONFIG_HOME"], "helix")
    folder.mkdir(parents=True)
    (folder / "languages.toml").write_text(configuration("toml"))
    variables = [f"{name}={value}" for name, value in environment.items()]
    command = ["env", *variables, helix, "-v", "--log", str(code.parent.parent / "helix.log"), code.name]
    with terminal(tmux, command, {}, code.parent, code.parent.parent / "drawn") as opened:
        yield opened


def test_a_selection_is_fixed_undone_and_explained(screen: Terminal) -> None:
    screen.wait_for("def mean")
    screen.keys("%")
    # Until the server is there, Helix knows of no actions; it says so, and the keys are typed again.
    deadline = monotonic() + 60
    while monotonic() < deadline:
        screen.keys("Space", "a")
        if "Tierline: Fix" in screen.wait_for("Tierline: Fix|No configured language server|No code actions"):
            break
        screen.keys(":echo waiting", "Enter")
        screen.wait_for("waiting")
    screen.keys("Enter")
    screen.wait_for("if price is None")
    screen.keys("u")
    screen.wait_for("if price is None", gone=True)
    screen.keys("%", "Space", "a")
    # By its place: the menu can't be typed into.
    screen.wait_for("Tierline: Explain")
    screen.keys(*["Down"] * 7, "Enter")
    screen.wait_for("What this code does")
    screen.keys(":quit-all", "Enter")
