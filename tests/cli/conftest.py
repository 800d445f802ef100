"""A folder with real files in it, a user without settings or key, and a sandbox that outlives each command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.home import CART, Command, Finished, serving

from tierline.cli.main import main
from tierline.sandbox import SANDBOX_KEY, Sandbox


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with ``cart.py`` in it; the user's own settings and key are out of the way."""
    (tmp_path / "cart.py").write_text(CART, encoding="utf-8")
    (tmp_path / "settings.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIERLINE_SETTINGS", str(tmp_path / "settings.json"))
    for name in ("OPENROUTER_API_KEY", "TIERLINE_BASE_URL", "TIERLINE_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def tierline(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process; standard output and error are pipes."""

    def run(*arguments: str) -> Finished:
        status = main(arguments)
        captured = capfd.readouterr()
        return Finished(status, captured.out, captured.err)

    return run


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox that commands take for OpenRouter, with a good key."""
    with serving() as sandbox:
        monkeypatch.setenv("TIERLINE_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("OPENROUTER_API_KEY", SANDBOX_KEY)
        yield sandbox
