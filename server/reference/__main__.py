"""Write the reference of settings and command line, or with ``--check`` say what is not current."""

import sys

from protocol_types.current import settle
from reference.command_line import command_line_page
from reference.settings import settings_page, settings_schema

COMMAND = "python server/reference"
MADE = {
    "server/docs/reference/settings.md": settings_page,
    "server/docs/reference/settings.schema.json": settings_schema,
    "server/docs/reference/command-line.md": command_line_page,
}


if __name__ == "__main__":
    texts = {name: make(COMMAND) for name, make in MADE.items()}
    sys.exit(settle(texts, COMMAND, only_check="--check" in sys.argv[1:]))
