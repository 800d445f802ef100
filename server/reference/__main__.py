"""Write the reference of settings and command line, or with ``--check`` say what is not current."""

import sys
from pathlib import Path

from reference.command_line import command_line_page
from reference.settings import settings_page, settings_schema

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "python server/reference"
MADE = {
    "server/docs/reference/settings.md": settings_page,
    "server/docs/reference/settings.schema.json": settings_schema,
    "server/docs/reference/command-line.md": command_line_page,
}


def main(*, only_check: bool) -> int:
    """Return the exit status: 1 if ``only_check`` found a file that is not current."""
    texts = {ROOT / name: make(COMMAND) for name, make in MADE.items()}
    stale = [file for file, text in texts.items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    for file in stale:
        if only_check:
            sys.stderr.write(f"{file.relative_to(ROOT)} is not current; run {COMMAND}\n")
        else:
            file.write_text(texts[file], encoding="utf-8", newline="\n")
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main(only_check="--check" in sys.argv[1:]))
