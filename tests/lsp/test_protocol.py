"""The table of messages against the server, and against what is made from it for other languages."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tierline.cli.main import main
from tierline.lsp.protocol.messages import BY_NAME, MESSAGES, Form
from tierline.lsp.protocol.schema import protocol_schema
from tierline.lsp.refreshing import Refresher
from tierline.lsp.server import TierlineServer, create_server
from tierline.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


async def _never() -> bytes:
    raise AssertionError


def _server(tmp_path: Path) -> TierlineServer:
    refresher = Refresher(run=lambda *_: _never(), is_due=lambda: False)
    return create_server(lambda _: pytest.fail("opened"), Settings, lambda: tmp_path, refresher)


def test_every_command_and_request_of_the_server_stands_in_the_table_and_the_other_way_round(tmp_path: Path) -> None:
    server = _server(tmp_path)
    registered = set(server.protocol.fm.commands) | {
        name for name in server.protocol.fm.features if name.startswith("tierline/")
    }
    assert registered == {message.name for message in MESSAGES if message.form is not Form.NOTIFICATION}


def test_every_notification_that_the_server_sends_stands_in_the_table() -> None:
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "server/tierline/lsp").rglob("*.py"))
    for message in MESSAGES:
        # Twice: in the table, and where it is sent or registered.
        assert sources.count(f'"{message.name}"') > 1, message.name


def test_what_is_made_from_the_schema_is_current() -> None:
    made = subprocess.run(
        [sys.executable, "server/protocol_types", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr


def test_the_command_line_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == protocol_schema()


def test_every_reference_of_the_schema_leads_somewhere_and_every_message_is_in_it() -> None:
    schema = protocol_schema()
    assert set(schema["messages"]) == set(BY_NAME)
    references = {part.split('"')[0] for part in json.dumps(schema).split('"#/$defs/')[1:]}
    assert references <= set(schema["$defs"])
    assert all(node.get("description") for name, node in schema["$defs"].items() if name != "Tier"), "say what it is"
