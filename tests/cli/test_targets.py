"""What can't be worked on is refused with one sentence, before anything is sent."""

import os
from pathlib import Path

import pytest
from cli.home import CART, Command

from tierline.cli.exit_status import EXIT_STATUS
from tierline.task import Kind

LINES = CART.count("\n")


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("nope.py", "no-file", "no file nope.py"),
        ("car.py", "no-file", "did you mean cart.py"),
        ("cart.py/x", "no-file", "no file"),
        (".", "no-file", "is a folder"),
        ("fifo", "no-file", "not an ordinary file"),
        ("/dev/zero", "no-file", "not an ordinary file"),
        ("nul\0.py", "no-file", "NUL character"),
        ("", "bad-usage", "FILE:START-END"),
        ("cart.py:x", "no-file", "cart.py:START-END"),
        ("cart.py:5-", "no-file", "cart.py:START-END"),
        ("cart.py:0-5", "range-outside", f"from 1 to {LINES}"),
        ("cart.py:5-2", "range-outside", "write cart.py:2-5"),
        (f"cart.py:{LINES + 1}", "range-outside", f"from 1 to {LINES}"),
        ("cart.py:1-" + "9" * 5000, "range-outside", f"from 1 to {LINES}"),
        ("empty.py:1", "range-outside", "is empty"),
        ("empty.py", "empty-selection", "Nothing is selected"),
        ("cart.py:9-10", "empty-selection", "Nothing is selected"),
        ("binary.py", "binary-file", "is a binary file"),
        ("latin.py", "binary-file", "not UTF-8"),
        ("huge.py", "file-too-large", "more than the 2,097,152"),
    ],
)
def test_a_target_that_is_none_is_refused(tierline: Command, project: Path, target: str, code: str, words: str) -> None:
    os.mkfifo(project / "fifo")
    (project / "empty.py").touch()
    (project / "binary.py").write_bytes(b"a = 1\n\0")
    (project / "latin.py").write_bytes(b"caf\xe9 = 1\n")
    (project / "huge.py").write_bytes(b"a" * 2_097_153)

    finished = tierline("run", "explain", target, "--sandbox")

    assert finished.status == EXIT_STATUS[code]
    assert words in finished.err
    assert finished.err.startswith("tierline: ")
    assert finished.err.count("\n") == 1
    assert not finished.out


@pytest.mark.parametrize("arguments", [["run"], ["route"]])
def test_errors_are_one_json_object_for_programs(tierline: Command, arguments: list[str]) -> None:
    finished = tierline(*arguments, "explain", "nope.py", "--json")
    assert finished.json["error"]["code"] == "no-file"
    assert finished.json["error"]["message"] in finished.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"),
        (["nonsense"], "invalid choice"),
        (["run", "explian", "cart.py"], "did you mean explain?"),
        (["run", "explain", "cart.py", "--tier", "best"], "minimum, default, maximum"),
        (["run", "explain", "cart.py", "--write"], "leave out --write"),
        (["run", "explain", "cart.py", "--sand"], "--sand"),
        (["sandbox", "--port", "65536"], "from 0 to 65535"),
        (["serve", "--tcp", "x"], "from 0 to 65535"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_bad_usage(tierline: Command, arguments: list[str], words: str) -> None:
    finished = tierline(*arguments)
    assert finished.status == EXIT_STATUS["bad-usage"]
    assert words in finished.err
    assert not finished.out


def test_bad_usage_is_json_too_where_json_was_asked_for(tierline: Command) -> None:
    assert tierline("run", "nonsense", "cart.py", "--json").json["error"]["code"] == "bad-usage"
    assert tierline("sandbox", "--json").json["error"]["code"] == "bad-usage"


@pytest.mark.parametrize("kind", [Kind.EDIT, Kind.ASK, Kind.TRANSLATE])
def test_kinds_that_mean_nothing_without_words_ask_for_them(tierline: Command, kind: Kind) -> None:
    finished = tierline("run", kind, "cart.py:7-8", "--sandbox")
    assert finished.status == EXIT_STATUS["no-instruction"]


@pytest.mark.parametrize("name", ["a:12", "b:c.py", "with space.py", os.fsdecode(b"bad\xff.py")])
def test_any_file_name_can_be_named_with_a_range(tierline: Command, project: Path, name: str) -> None:
    (project / name).write_text(CART, encoding="utf-8")
    whole = tierline("route", "explain", name)
    part = tierline("route", "explain", f"{name}:7-8")
    absolute = tierline("route", "explain", f"{project / name}:7-8")
    assert [whole.status, part.status, absolute.status] == [0, 0, 0]
    assert part.out == absolute.out != whole.out
