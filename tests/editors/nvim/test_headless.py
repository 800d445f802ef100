"""Each file in ``cases`` is one behaviour, told by its name and acted out in a real Neovim without a screen."""

from pathlib import Path

import pytest
from support.programs import ended

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.lua"))

pytestmark = pytest.mark.editor


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_in_neovim(case: Path, nvim: str, environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    variables = environment | {"HARNESS": str(HERE / "harness.lua"), "CASE_DIR": str(folder)}
    done = ended([nvim, "--clean", "--headless", "-l", case], within_s=120, env=variables, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr, done.stderr
