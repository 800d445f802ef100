"""Write everything that is made from the protocol's schema, or with ``--check`` say what is not current.

It stands here because it belongs to no editor, and it is not shipped: what it writes is checked in. It needs
Python alone, so that the test of what is current runs everywhere.
"""

import sys
from pathlib import Path

from protocol_types.files import COMMAND, lua, markdown, schema_json, typescript
from tierline.lsp.protocol.schema import protocol_schema

ROOT = Path(__file__).resolve().parents[2]
MADE = {
    "server/docs/protocol.schema.json": schema_json,
    "server/docs/protocol.md": markdown,
    "editors/vscode/src/protocol.ts": typescript,
    "editors/nvim/lua/tierline/types.lua": lua,
}


def main(*, only_check: bool) -> int:
    """Return the exit status: 1 if ``only_check`` found a file that is not current."""
    schema = protocol_schema()
    texts = {ROOT / name: make(schema) for name, make in MADE.items()}
    stale = [file for file, text in texts.items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    for file in stale:
        if only_check:
            sys.stderr.write(f"{file.relative_to(ROOT)} is not current; run {COMMAND}\n")
        else:
            file.write_text(texts[file], encoding="utf-8", newline="\n")
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main(only_check="--check" in sys.argv[1:]))
