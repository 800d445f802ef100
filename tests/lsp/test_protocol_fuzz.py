"""A client that says anything at all, against the real server process: an error each, never a dead server."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from lsprotocol import types
from support.raw import RawClient, ended, framed, talking

from tierline.lsp.protocol.messages import MESSAGES, Form

SECRET = "sk-or-v1-0123456789abcdef0123456789abcdef"
URI = "file:///project/never-opened.py"
SPAN = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
TASK = {"uri": URI, "range": SPAN, "kind": "fix", "diagnostics": [{"range": SPAN, "message": "m"}]}
OF_ID = {"id": "nobody"}
VALID: dict[str, dict[str, Any]] = {
    "tierline.run": TASK,
    "tierline.route": TASK,
    "tierline.preview": TASK,
    "tierline.commitMessage": {"uri": URI},
    "tierline.setTier": {"tier": "auto"},
    "tierline.feedback": {"taskId": "nobody", "fate": "accepted"},
    "tierline.apply": OF_ID,
    "tierline.discard": OF_ID,
    "tierline.again": OF_ID,
    "tierline.oneTierUp": OF_ID,
}
"""Arguments that fit; of the commands that are not here every member can be left out, or there are none."""

LEAVING = {types.SHUTDOWN, types.EXIT}
METHODS = [*sorted(set(types.METHOD_TO_TYPES) - LEAVING), "tierline/setKey", "$/nothing", "tierline/nothing", ""]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["uri", "textDocument", "range", "id", "token", "x"]), inner, max_size=4)
    ),
    max_leaves=10,
)
ANYTHING = st.fixed_dictionaries(
    {},
    optional={
        "jsonrpc": st.sampled_from(["2.0", "2.0", "2.0", "1.0", 2, None]),
        "id": st.integers() | st.text(max_size=5) | st.none() | st.booleans() | st.floats(allow_nan=False) | JSON,
        "method": st.sampled_from(METHODS) | st.text(max_size=9) | JSON,
        "params": JSON,
        "result": JSON,
        "error": JSON,
    },
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RawClient]:
    home = tmp_path_factory.mktemp("home")
    with talking(home) as (client, process):
        client.initialize()
        yield client
        assert client.request("shutdown") == {"id": client.last_id, "jsonrpc": "2.0", "result": None}
        client.notify("exit", None)
        status, complaints = ended(process, home)
        assert status == 0
        assert all(line.startswith("WARNING ") for line in complaints.splitlines()), complaints
        assert SECRET not in complaints
        assert SECRET not in "".join(file.read_text() for file in home.rglob("*.jsonl"))


def check_said(came: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Check that nothing was shown to the user and no error is a fault of the server's; return the errors."""
    for message in came:
        assert message.get("method") not in {"window/showMessage", "window/showMessageRequest"}, message
    errors = [message["error"] for message in came if "error" in message]
    for error in errors:
        assert error["code"] != types.ErrorCodes.InternalError.value, error
        assert error["message"].endswith((".", "s")) or error["code"] == types.ErrorCodes.MethodNotFound.value, error
    assert "Traceback" not in json.dumps(came)
    assert SECRET not in json.dumps(came)
    return errors


@given(st.lists(ANYTHING | JSON, min_size=1, max_size=5))
def test_any_json_is_refused_or_ignored(client: RawClient, messages: list[Any]) -> None:
    for message in messages:
        client.send(message)
    check_said(client.settle())


@given(st.binary(max_size=300), st.integers(-40, 40))
def test_any_bytes_in_any_frame_are_refused_or_ignored(client: RawClient, body: bytes, off: int) -> None:
    client.write(framed(body, max(0, len(body) + off)))
    # What a wrong length swallows is lost with it.
    client.send({"jsonrpc": "2.0", "id": "swallowed", "method": "$/nothing"})
    check_said(client.settle())


def _extended(argument: dict[str, Any], name: str, value: Any) -> list[Any]:
    return [argument | {f"no-{name}": value}]


def _shortened(argument: dict[str, Any], name: str, _value: Any) -> list[Any]:
    left = copy.deepcopy(argument)
    left.pop(name, None)
    return [left if name in argument else "nothing"]


def _mistyped(argument: dict[str, Any], name: str, value: Any) -> list[Any]:
    return [argument | {name: {"no": [value]}}]


def _no_object(_argument: dict[str, Any], _name: str, value: Any) -> list[Any]:
    return [[value]]


def _too_many(argument: dict[str, Any], _name: str, value: Any) -> list[Any]:
    return [argument, value]


WAYS: list[Callable[[dict[str, Any], str, Any], list[Any]]] = [_extended, _shortened, _mistyped, _no_object, _too_many]
NEEDED = {"uri", "range", "kind", "tier", "taskId", "fate", "id"}


@given(st.data())
@settings(max_examples=150)
def test_a_command_whose_argument_does_not_fit_is_refused_in_a_sentence(client: RawClient, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([message.name for message in MESSAGES if message.form is Form.COMMAND]))
    argument = VALID.get(name, {})
    member = data.draw(st.sampled_from(sorted(NEEDED & argument.keys()) or ["id"]))
    way = data.draw(st.sampled_from(WAYS))
    answer = client.command(name, *way(argument, member, data.draw(JSON)))
    assert answer["error"]["code"] == types.ErrorCodes.InvalidParams.value, answer
    assert answer["error"]["data"] == {"code": "invalid-params"}
    assert answer["error"]["message"].endswith(".")
    check_said(client.settle())


@pytest.mark.parametrize("name", sorted(VALID))
def test_the_arguments_that_were_spoilt_fit_before(client: RawClient, name: str) -> None:
    error = client.command(name, VALID[name]).get("error", {})
    assert error.get("code") != types.ErrorCodes.InvalidParams.value, error


def test_a_key_that_does_not_arrive_is_repeated_nowhere(client: RawClient) -> None:
    for params in ({"kee": SECRET}, {"key": [SECRET]}, [SECRET], {"key": SECRET, "and": 1}, SECRET):
        answer = client.request("tierline/setKey", params)
        assert answer["error"]["code"] == types.ErrorCodes.InvalidParams.value
        check_said([answer, *client.settle()])
    client.notify("tierline/setKey", {"key": SECRET, "and": 1})
    check_said(client.settle())


def test_answers_that_nobody_waits_for_and_cancels_of_nothing_are_ignored(client: RawClient) -> None:
    for answer in (
        {"result": None},
        {"error": {"code": 1, "message": "no"}},
        {"error": 1},
        {"result": 1, "error": 2},
        {},
    ):
        for msg_id in (1, "unknown", None):
            client.send({"jsonrpc": "2.0", "id": msg_id, **answer})
    client.notify("$/cancelRequest", {"id": "unknown"})
    client.notify("$/cancelRequest", {})
    client.notify("window/workDoneProgress/cancel", {"token": "unknown"})
    assert check_said(client.settle()) == []


def test_a_request_that_the_client_answers_itself_is_still_answered(client: RawClient) -> None:
    msg_id = client.begin("workspace/executeCommand", {"command": "tierline.models", "arguments": []})
    client.send({"jsonrpc": "2.0", "id": msg_id, "result": "mine"})
    answer = client.until(lambda message: message.get("id") == msg_id)[-1]
    assert answer["result"]["tiers"]


def test_documents_that_were_never_opened_are_left_alone(client: RawClient) -> None:
    change = {"range": SPAN, "text": "x"}
    client.notify("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [change]})
    client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    client.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    assert check_said(client.settle()) == []
    assert client.command("tierline.route", TASK)["error"]["data"]["code"] == "document-not-open"


def test_messages_that_come_twice_or_with_an_old_version_leave_a_server_that_answers(client: RawClient) -> None:
    document = {"uri": URI, "languageId": "python", "version": 5, "text": "pass\n"}
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 9}}
    for _ in range(2):
        client.notify("textDocument/didOpen", {"textDocument": document})
        for version in (6, 6, 3, -1):
            changes = [{"range": SPAN, "text": "p"}, {"range": everything, "text": "pass\n"}, {"text": "pass\n"}]
            params = {"textDocument": {"uri": URI, "version": version}, "contentChanges": changes}
            client.notify("textDocument/didChange", params)
    for _ in range(2):
        request = {"jsonrpc": "2.0", "id": "twice", "method": "workspace/executeCommand"}
        client.send(request | {"params": {"command": "tierline.route", "arguments": [TASK]}})
    for _ in range(2):
        client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    came = client.settle()
    check_said(came)


def test_what_has_the_wrong_form_is_refused_with_its_id(client: RawClient) -> None:
    client.send([{"jsonrpc": "2.0", "id": 1, "method": "$/nothing"}])
    client.send({"id": 2, "method": "$/nothing"})
    client.send({"jsonrpc": "2.0", "id": None, "method": "shutdown"})
    client.send({"jsonrpc": "2.0", "id": 3, "method": "textDocument/didOpen", "params": {}})
    client.send({"jsonrpc": "2.0", "method": "textDocument/codeAction", "params": {}})
    client.send({"jsonrpc": "2.0", "id": 4, "method": "initialize", "params": {"capabilities": {}}})
    client.send({"jsonrpc": "2.0", "id": 5, "method": "workspace/executeCommand", "params": {"command": "tierline.no"}})
    client.send({"jsonrpc": "2.0", "id": 6, "method": "textDocument/codeAction", "params": {"range": "all of it"}})
    came = client.settle()
    check_said(came)
    refused = [(message["id"], message["error"]["code"]) for message in came if "error" in message]
    invalid = types.ErrorCodes.InvalidRequest.value
    assert refused[:6] == [(number, invalid) for number in (None, 2, None, 3, None, 4)]
    assert sorted(refused[6:]) == [(number, types.ErrorCodes.InvalidParams.value) for number in (5, 6)]


def test_a_huge_document_is_taken_and_a_bigger_message_refused(client: RawClient) -> None:
    uri = "file:///project/huge.py"
    document = {"uri": uri, "languageId": "python", "version": 1, "text": "x = 1\n" * 3_000_000}
    client.notify("textDocument/didOpen", {"textDocument": document})
    asked = {"textDocument": {"uri": uri}, "range": SPAN, "context": {"diagnostics": []}}
    assert client.request("textDocument/codeAction", asked)["result"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.write(framed(b'"%b"' % (b"x" * 70_000_000)))
    (error,) = check_said(client.settle())
    assert "67,108,864 bytes at most" in error["message"]


def test_before_initialize_and_after_shutdown_requests_are_refused(tmp_path: Path) -> None:
    with talking(tmp_path) as (client, process):
        client.notify("textDocument/didOpen", {})
        early = client.command("tierline.status")
        assert early["error"]["code"] == types.ErrorCodes.ServerNotInitialized.value
        client.initialize()
        assert client.command("tierline.status")["result"]
        assert client.request("shutdown")["result"] is None
        for method in ("workspace/executeCommand", "shutdown", "initialize"):
            late = client.request(method, {"command": "tierline.status"})
            assert late["error"]["code"] == types.ErrorCodes.InvalidRequest.value
        client.notify("exit", None)
        assert ended(process, tmp_path) == (0, "")
