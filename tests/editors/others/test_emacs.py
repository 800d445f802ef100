"""Emacs with its own LSP client, eglot, configured as the guide says."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.editor


def test_a_region_is_fixed_undone_and_explained(
    emacs: str, configuration: Callable[[str], str], environment: dict[str, str], code: Path, tmp_path: Path
) -> None:
    init = tmp_path / "init.el"
    # Debian's package of eglot for Emacs 28 is loaded like any other; from 29 on eglot is part of Emacs.
    init.write_text("(package-initialize)\n" + configuration("elisp"))
    case = Path(__file__).parent / "emacs.el"
    ended = subprocess.run(
        [emacs, "-q", "--batch", "-l", init, "-l", case, code],
        cwd=code.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "all of it works in Emacs" in ended.stderr
