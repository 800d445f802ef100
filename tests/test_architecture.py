"""The map in ARCHITECTURE.md holds, and the repository keeps the promises that no single room can keep."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tierline import __version__

ROOT = Path(__file__).parent.parent
REGISTRIES = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|yarnpkg\.com", re.IGNORECASE)


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name]


def test_rooms_import_only_what_lies_below_them() -> None:
    # In a process of its own: it sets up logging for itself, and would silence what later tests wait to hear.
    lint = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [lint, "--config", ROOT / "pyproject.toml", "--no-cache"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def test_every_room_is_on_the_map() -> None:
    rooms = {path.stem for path in (ROOT / "server/tierline").iterdir() if path.name[0] not in "_."}
    described = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert {
        room for room in rooms - {"py"} if f"`{room}/`" not in described and f"`{room}.py`" not in described
    } == set()


def test_the_version_that_the_server_tells_is_that_of_the_package() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == __version__


def test_no_file_names_a_package_registry() -> None:
    this = Path(__file__)
    named = [
        path.relative_to(ROOT)
        for path in tracked_files()
        if path.is_file() and path != this and REGISTRIES.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert named == []
