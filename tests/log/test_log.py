"""What is written, what never is, and that several processes share one file."""

import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tierline.log import conceal, current_request, in_request, new_request, redact, redacted
from tierline.log.file import LARGEST_BYTES, PrivateRotatingFile
from tierline.log.lines import JsonLine, OursOrGrave, PlainLine

KEY = "sk-or-v1-abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A file that all records go to."""
    path = tmp_path / "state" / "log" / "tierline.jsonl"
    handler = PrivateRotatingFile(path)
    handler.setFormatter(JsonLine())
    handler.addFilter(OursOrGrave())
    root, ours = logging.getLogger(), logging.getLogger("tierline")
    root.addHandler(handler)
    before = ours.level
    ours.setLevel(logging.DEBUG)
    yield path
    ours.setLevel(before)
    root.removeHandler(handler)
    handler.close()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_record_is_one_line_with_its_request_and_its_fields(log: Path) -> None:
    before = current_request()

    def work() -> None:
        in_request("abc123")
        logging.getLogger("tierline.engine").info("%s answers\nat last", "acme/x", extra={"fields": {"ms": 12}})

    copy_context().run(work)
    (line,) = lines(log)
    assert (line["level"], line["logger"], line["request"]) == ("info", "tierline.engine", "abc123")
    assert (line["message"], line["fields"], line["process"]) == ("acme/x answers at last", {"ms": 12}, os.getpid())
    assert current_request() == before, "a request ends with its context"


def test_ids_of_requests_differ() -> None:
    assert len({new_request() for _ in range(1000)}) == 1000


def test_an_error_is_told_by_its_type_and_its_place_and_never_by_its_words(log: Path) -> None:
    try:
        int("def my_private_code(): pass")
    except ValueError:
        logging.getLogger("tierline").exception("a handler failed")
    (line,) = lines(log)
    assert line["error"]["type"] == "ValueError"
    assert "test_log.py" in line["error"]["frames"][-1]
    assert "private" not in log.read_text(encoding="utf-8")


def test_of_other_peoples_records_only_warnings_count_and_only_their_template(log: Path) -> None:
    pygls = logging.getLogger("pygls.protocol")
    before, pygls.level = pygls.level, logging.DEBUG
    pygls.debug("Request message: %s", "my private code")
    pygls.warning("Ignoring notification: %s\nof my private code", "my private code")
    pygls.level = before
    (line,) = lines(log)
    assert line["message"] == "Ignoring notification: %s"


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_user_can_read_it(log: Path) -> None:
    logging.getLogger("tierline").warning("hello")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (log.parent, log.parent.parent)] == [0o700, 0o700]


def test_a_full_file_is_put_aside_and_the_oldest_is_dropped(log: Path) -> None:
    logger = logging.getLogger("tierline")
    for number in range(7 * LARGEST_BYTES // 400):
        logger.info("%s %d", "x" * 300, number)
    kept = sorted(path.name for path in log.parent.glob("tierline.jsonl*") if not path.name.endswith(".lock"))
    assert kept == ["tierline.jsonl", *(f"tierline.jsonl.{number}" for number in range(1, 5))]
    assert all(path.stat().st_size <= LARGEST_BYTES for path in log.parent.iterdir())


WRITER = """
import logging, sys
from pathlib import Path
from tierline.log.file import PrivateRotatingFile
from tierline.log.lines import JsonLine
handler = PrivateRotatingFile(Path(sys.argv[1]))
handler.setFormatter(JsonLine())
log = logging.getLogger("tierline")
log.addHandler(handler)
log.setLevel(logging.INFO)
for number in range(4000):
    log.info("%s %s %d", sys.argv[2], "x" * 200, number)
"""


def test_processes_that_write_at_once_spoil_no_line_and_lose_none(tmp_path: Path) -> None:
    path = tmp_path / "tierline.jsonl"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in ("first", "second")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    files = [found for found in tmp_path.glob("tierline.jsonl*") if found.suffix != ".lock"]
    assert len(files) > 1
    said = [line["message"].split() for found in files for line in lines(found)]
    for name in ("first", "second"):
        assert sorted(int(words[2]) for words in said if words[0] == name) == list(range(4000))


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    handler = PrivateRotatingFile(tmp_path / "log" / "tierline.jsonl")
    (tmp_path / "log" / "tierline.jsonl").mkdir()
    handler.handle(logging.makeLogRecord({"name": "tierline", "msg": "hello %s", "args": ("you",)}))
    assert capfd.readouterr().err == ""


SECRETS = [
    KEY,
    "Bearer abc.def-ghi",
    "user_2xAbCdEf",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
    "password = hunter2hunter2",
    '"api_key": "0123456789abcdef"',
]


@pytest.mark.parametrize("secret", SECRETS)
def test_what_looks_like_a_secret_is_hidden_wherever_it_stands(log: Path, secret: str) -> None:
    logging.getLogger("tierline").warning("said %s.", secret, extra={"fields": {"why": f"because {secret}"}})
    shown = PlainLine().format(logging.makeLogRecord({"name": "tierline", "msg": secret}))
    for part in secret.split()[-1:]:
        assert part.strip('"') not in log.read_text(encoding="utf-8") + shown


def test_the_password_of_a_proxy_is_hidden_and_its_host_is_not() -> None:
    assert redacted("http://me:geheim@proxy.example:3128 is down") == "http://***@proxy.example:3128 is down"


@given(
    secret=st.text(st.characters(codec="utf-8"), min_size=8, max_size=30),
    before=st.text(max_size=20),
    after=st.text(max_size=20),
)
def test_a_secret_that_is_known_is_hidden_whatever_it_looks_like(secret: str, before: str, after: str) -> None:
    conceal(secret)
    hidden = redacted(f"{before}{secret}{after}")
    redact._known.discard(secret)
    assert secret not in hidden.replace("***", "")


def test_ordinary_words_stay() -> None:
    said = "The sk-learn task took 12 s; ask user 7 about tokens, basic types and bearer of news: 3 of 4."
    assert redacted(said) == said
