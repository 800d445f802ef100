"""Each file in ``cases`` is one behaviour, told by its name and acted out in a real Neovim without a screen."""

from pathlib import Path

import pytest
from support.programs import ended

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.lua"))

pytestmark = pytest.mark.editor


ON_THE_OLDEST = (
    "a_fix_is_reviewed_hunk_by_hunk_and_each_undo_takes_one_back",
    "cancel_ends_the_run_once_and_leaves_the_buffer",
    "checkhealth_says_of_each_state_what_it_means",
    "edits_above_and_inside_while_it_streams_leave_only_what_still_fits",
    "explain_streams_into_a_markdown_window_and_leaves_the_focus",
    "wrong_settings_are_named_by_their_path_and_left_out",
)
"""Where the client speaks otherwise to it. With ``NVIM_SUITE=trixie`` all cases run there."""


def acted(case: Path, nvim: str, environment: dict[str, str], folder: Path) -> None:
    """Run a case in a folder of its own."""
    folder.mkdir()
    variables = environment | {"HARNESS": str(HERE / "harness.lua"), "CASE_DIR": str(folder)}
    done = ended([nvim, "--clean", "--headless", "-l", case], within_s=120, env=variables, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr, done.stderr


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_in_neovim(case: Path, nvim: str, environment: dict[str, str], tmp_path: Path) -> None:
    acted(case, nvim, environment, tmp_path / "work")


@pytest.mark.parametrize("name", ON_THE_OLDEST)
def test_in_the_oldest_neovim(name: str, oldest_nvim: str, environment: dict[str, str], tmp_path: Path) -> None:
    acted(HERE / "cases" / f"{name}.lua", oldest_nvim, environment, tmp_path / "work")
