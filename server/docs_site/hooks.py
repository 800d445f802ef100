"""What mkdocs is told about this repository: pages that stand elsewhere in it, and links that lead out of the site."""

import re
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "server/docs"
ELSEWHERE = {
    "explanation/portfolio.md": "scoring/docs/portfolio.md",
    "reference/vscode.md": "editors/vscode/README.md",
    "reference/neovim.md": "editors/nvim/README.md",
    "reference/changelog.md": "CHANGELOG.md",
}
"""Place in the site → page of the repository, which is shown as it is, with its pictures."""

_LINK = re.compile(r"(?P<bang>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)\)")
_SECTION = re.compile(r"^<!-- section (?P<title>.+?) of (?P<file>\S+) -->$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that stand elsewhere, and the pictures outside of the docs that any page shows."""
    for place, source in ELSEWHERE.items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / source)))
    for page in files.documentation_pages():
        source = _source(page.src_uri)
        for found in _LINK.finditer(source.read_text(encoding="utf-8")):
            picture = (source.parent / found["target"]).resolve()
            if found["bang"] and picture.is_file() and not picture.is_relative_to(DOCS):
                place = _picture(picture)
                if not files.get_file_from_path(place):
                    files.append(File.generated(config, place, abs_src_path=str(picture)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 mkdocs' signature
    """Put sections of other files in their places; links that lead nowhere in the site become their text."""
    source = _source(page.file.src_uri)
    whole = _SECTION.sub(lambda found: _section(ROOT / found["file"], found["title"]), markdown)
    return _LINK.sub(lambda found: _kept(found, source, page.file.src_uri), whole)


def _source(place: str) -> Path:
    return ROOT / ELSEWHERE[place] if place in ELSEWHERE else DOCS / place


def _picture(picture: Path) -> str:
    """Return where a picture from outside of the docs stands in the site."""
    return f"images/{picture.parent.parent.name}-{picture.name}"


def _section(file: Path, title: str) -> str:
    """Return what stands below the heading ``title``, up to the next of its level.

    Raises:
        LookupError: there is no such heading.
    """
    _, heading, rest = file.read_text(encoding="utf-8").partition(f"\n## {title}\n")
    if not heading:
        raise LookupError(f"{file} has no section {title}")
    return rest.partition("\n## ")[0].strip()


def _kept(found: re.Match[str], source: Path, place: str) -> str:
    target, mark, anchor = found["target"].partition("#")
    if not target or "://" in target:
        return found[0]
    wanted = (source.parent / target).resolve()
    into = next((at for at, file in ELSEWHERE.items() if ROOT / file == wanted), None)
    if into is None and wanted.is_relative_to(DOCS):
        into = wanted.relative_to(DOCS).as_posix()
    if into is None and found["bang"]:
        into = _picture(wanted)
    if into is None:
        return found["text"]
    up = "../" * (len(PurePosixPath(place).parts) - 1)
    return f"{found['bang']}[{found['text']}]({up}{into}{mark}{anchor})"
