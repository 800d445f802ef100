"""What a release is made of: its contents, and that it works where the repository is not."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Built(NamedTuple):
    wheel: Path
    sdist: Path


def _built(source: Path, into: Path, target: str) -> Path:
    """Build with the backend that ``pyproject.toml`` names, as it is installed here: nothing is fetched."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(into)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=120)
    (found,) = into.iterdir()
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(*(_built(ROOT, tmp_path_factory.mktemp(target), target) for target in ("wheel", "sdist")))


def _contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _shipped(package: str) -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "."],
        cwd=ROOT / package,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return {f"{Path(package).name}/{name}" for name in listed.stdout.splitlines() if (ROOT / package / name).exists()}


def test_the_wheel_holds_both_packages_whole_and_nothing_else(built: Built) -> None:
    held = {name for name in _contents(built.wheel) if ".dist-info/" not in name}
    assert held == _shipped("server/tierline") | _shipped("scoring/tierline_scoring")
    assert built.wheel.stat().st_size < 3_000_000


def test_the_sdist_holds_what_the_wheel_is_made_of_and_makes_the_same_one(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        archive.extractall(tmp_path / "source", filter="data")
    assert {name.split("/")[0] for name in names} == {
        *("server", "scoring", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "PKG-INFO", ".gitignore"),
    }
    assert {name.split("/")[1] for name in names if "/" in name} == {"tierline", "tierline_scoring"}
    (source,) = (tmp_path / "source").iterdir()
    assert _contents(_built(source, tmp_path / "again", "wheel")) == _contents(built.wheel)


def test_two_builds_are_the_same_to_the_byte(built: Built, tmp_path: Path) -> None:
    assert _built(ROOT, tmp_path, "wheel").read_bytes() == built.wheel.read_bytes()


def test_what_is_installed_from_the_wheel_works_for_somebody_who_has_nothing_yet(built: Built, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    install = ["-m", "pip", "--python", str(folder / "python"), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, *install, str(built.wheel)], check=True, capture_output=True, timeout=120)
    # The dependencies are those that the tests have; Tierline itself is not: its own folder comes first.
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    nobody = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP") if name in os.environ}
    nobody |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "TIERLINE_KEYRING": "off"}

    def said(program: str, *arguments: str, status: int = 0) -> str:
        done = subprocess.run(
            [folder / program, *arguments],
            cwd=tmp_path,
            env=nobody,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    assert Path(said("python", "-c", "import tierline; print(tierline.__file__)").strip()).is_relative_to(home)
    assert said("tierline", "--version").split() == ["tierline", built.wheel.name.split("-")[1]]
    report = json.loads(said("tierline", "doctor", "--offline", "--json", status=1))
    assert [check["topic"] for check in report["checks"] if check["level"] == "fail"] == ["key"], "and no key alone"
    assert "minimum" in said("tierline", "models")
