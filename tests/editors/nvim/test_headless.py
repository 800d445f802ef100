"""Each file in ``cases`` is one behaviour, told by its name and acted out in a real Neovim without a screen."""

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.lua"))

pytestmark = pytest.mark.editor


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_in_neovim(case: Path, nvim: str, environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    ended = subprocess.run(
        [nvim, "--clean", "--headless", "-l", case],
        env=environment | {"HARNESS": str(HERE / "harness.lua"), "CASE_DIR": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "Error" not in ended.stderr, ended.stderr
