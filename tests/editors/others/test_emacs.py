"""Emacs with its own LSP client, eglot, configured as the guide says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.programs import ended

pytestmark = pytest.mark.editor


def test_a_region_is_fixed_undone_and_explained(
    emacs: str, configuration: Callable[[str], str], environment: dict[str, str], code: Path, tmp_path: Path
) -> None:
    init = tmp_path / "init.el"
    # Debian's package of eglot for Emacs 28 is loaded like any other; from 29 on eglot is part of Emacs.
    init.write_text("(package-initialize)\n" + configuration("elisp"))
    case = Path(__file__).parent / "emacs.el"
    batch = [emacs, "-q", "--batch", "-l", init, "-l", case, code]
    done = ended(batch, within_s=150, cwd=code.parent, env=environment)
    assert done.returncode == 0, done.stderr
    assert "all of it works in Emacs" in done.stderr
