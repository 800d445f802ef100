"""Write everything that is made from the protocol's schema, or with ``--check`` say what is not current.

It stands here because it belongs to no editor, and it is not shipped: what it writes is checked in. It needs
Python alone, so that the test of what is current runs everywhere.
"""

import sys

from protocol_types.current import settle
from protocol_types.files import COMMAND, lua, markdown, schema_json, typescript
from tierline.lsp.protocol.schema import protocol_schema

MADE = {
    "server/docs/protocol.schema.json": schema_json,
    "server/docs/protocol.md": markdown,
    "editors/vscode/src/protocol.ts": typescript,
    "editors/nvim/lua/tierline/types.lua": lua,
}


if __name__ == "__main__":
    schema = protocol_schema()
    texts = {name: make(schema) for name, make in MADE.items()}
    sys.exit(settle(texts, COMMAND, only_check="--check" in sys.argv[1:]))
