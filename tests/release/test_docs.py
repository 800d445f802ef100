"""The documentation: it is built with every warning an error, and what it tells people to write is understood."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tierline.cli.main import build_parser
from tierline.settings import parse_settings, read_rules

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "server/docs"
PAGES = [ROOT / "README.md", DOCS / "tutorial.md", *sorted((DOCS / "howto").glob("*.md"))]


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_site_is_built_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "server/mkdocs.yml", "-d", str(tmp_path)]
    built = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    pages = sorted(tmp_path.rglob("*.html"))
    loaded = re.compile(r"""(?:<script|<img|<link rel="(?:stylesheet|preload)")[^>]*(?:src|href)=["']?https?:[^"'>]*""")
    assert len(pages) > 20
    assert [found for page in pages for found in loaded.findall(page.read_text(encoding="utf-8"))] == []
    assert "language-server.tierline" in (tmp_path / "howto/helix.html").read_text(encoding="utf-8"), "as it is tested"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_that_a_page_names_is_understood(page: Path) -> None:
    for line in "\n".join(_blocks(page, "sh")).replace(" && ", "\n").splitlines():
        words = shlex.split(line, comments=True)
        if words and words[0].endswith("tierline"):
            assert build_parser().parse_args(words[1:]).call, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_setting_that_a_page_shows_is_one(page: Path) -> None:
    for text in _blocks(page, "json"):
        said = json.loads(text)
        if any(name.startswith("tierline.") for name in said):
            known = json.loads((ROOT / "editors/vscode/package.json").read_text(encoding="utf-8"))
            assert said.keys() <= {
                name for part in known["contributes"]["configuration"] for name in part.get("properties", {})
            }
            continue
        settings, problems = parse_settings(said, page.name)
        assert (problems, read_rules(settings.rules, page.name)[1]) == ((), ())


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *DOCS.rglob("*.md")], ids=lambda page: page.stem)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []
