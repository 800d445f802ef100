"""``tierline run``: what comes out, what it costs, and what is written."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from cli.home import CART, Command, booked_usd

from tierline.cli.exit_status import EXIT_STATUS
from tierline.cli.target import BadTarget
from tierline.cli.writing import replace
from tierline.sandbox import Sandbox
from tierline.task import ON_SELECTION, READABLE, Kind

DOCUMENT = ("run", "document", "code.py")
TEXTS = {
    "lf": b"def f(x):\n    return x + 1\n",
    "crlf": b"def f(x):\r\n    return x + 1\r\n",
    "no final line end": b"def f(x):\n    return x + 1",
    "byte order mark": b"\xef\xbb\xbfdef f(x):\n    return x + 1\n",
    "not ASCII": "def f(x):\n    return 'na\u00efve \U0001f600'\n".encode(),
}


@pytest.mark.parametrize("kind", ON_SELECTION)
def test_every_kind_runs_and_its_cost_is_what_was_billed(tierline: Command, stand_in: Sandbox, kind: Kind) -> None:
    finished = tierline("run", kind, "cart.py:11-27", "-i", "Translate this to JavaScript.", "--json")
    assert finished.status == 0
    result = finished.json
    assert result["state"] == ("answered" if kind in READABLE else "kept")
    assert result["costUsd"] == booked_usd(stand_in)
    assert result["simulated"] is False
    assert (Path("cart.py")).read_text() == CART


def test_cost_of_an_escalation_is_both_answers_cost(tierline: Command, stand_in: Sandbox, project: Path) -> None:
    (project / "settings.json").write_text('{"models": {"default": ["sandbox/prose"]}}')
    result = tierline("run", "document", "cart.py:11-27", "--json").json
    assert result["escalated"]
    assert result["costUsd"] == booked_usd(stand_in)
    assert result["other"]["text"], "nothing that was paid for is thrown away"


@pytest.mark.usefixtures("stand_in")
def test_the_end_says_tier_model_rule_reason_tokens_and_cost(tierline: Command) -> None:
    shown = tierline("run", "document", "cart.py:11-27").err
    result = tierline("run", "document", "cart.py:11-27", "--json").json
    decision = result["decision"]
    for said in (
        f"tier    {result['tier']}\n",
        result["model"],
        f"{decision['reason']} (rule: {decision['rule']})",
        f"{result['promptTokens']:,} in, {result['completionTokens']:,} out",
        f"${result['costUsd']:f}\n",
    ):
        assert said in shown
    assert "SIMULATED" not in shown


def test_the_sandbox_is_called_simulated(tierline: Command) -> None:
    assert "SIMULATED" in tierline("run", "explain", "cart.py:7-8", "--sandbox").err


@pytest.mark.usefixtures("stand_in")
def test_a_pipe_gets_the_answer_alone_and_no_void_text(tierline: Command, project: Path) -> None:
    (project / "settings.json").write_text('{"models": {"default": ["sandbox/midstream", "sandbox/ok"]}}')
    finished = tierline("run", "explain", "cart.py:11-27", "--tier", "default")
    assert finished.out.count("What this code does") == 1
    assert "provider failed" in finished.err


@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS.keys())
def test_the_diff_in_a_pipe_is_a_patch_that_makes_what_write_writes(
    tierline: Command, project: Path, raw: bytes
) -> None:
    file = project / "code.py"
    file.write_bytes(raw)
    patch = tierline(*DOCUMENT, "--sandbox").out
    assert file.read_bytes() == raw
    subprocess.run(["git", "apply", "--whitespace=nowarn"], input=patch.encode(), check=True, cwd=project)
    patched = file.read_bytes()
    assert patched != raw

    file.write_bytes(raw)
    assert tierline(*DOCUMENT, "--sandbox", "--write").status == 0
    assert file.read_bytes() == patched
    assert (b"\r\n" in patched) == (b"\r\n" in raw)
    assert patched.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
    assert patched.endswith(b"\n") == raw.endswith(b"\n")


def test_write_keeps_mode_and_link_and_leaves_nothing_behind(tierline: Command, project: Path) -> None:
    file, link = project / "code.py", project / "link.py"
    file.write_bytes(TEXTS["lf"])
    file.chmod(0o754)
    link.symlink_to(file)
    before = set(project.iterdir())
    result = tierline("run", "document", "link.py", "--write", "--sandbox", "--json").json
    assert result["state"] == "applied"
    assert link.is_symlink()
    assert file.read_text().count('"""') == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o754
    assert set(project.iterdir()) == before


def test_a_read_only_file_is_refused_before_anything_is_paid(
    tierline: Command, stand_in: Sandbox, project: Path
) -> None:
    (project / "cart.py").chmod(0o444)
    finished = tierline("run", "fix", "cart.py:11-27", "--write")
    assert finished.status == EXIT_STATUS["read-only"]
    assert booked_usd(stand_in) == 0


def test_a_file_that_changed_meanwhile_is_left_alone(project: Path) -> None:
    file = project / "cart.py"
    with pytest.raises(BadTarget, match="changed meanwhile"):
        replace(file, b"what stood there once", b"new")
    assert file.read_text() == CART
    assert len(list(project.iterdir())) == 2


def test_a_file_that_vanished_meanwhile_is_not_made_anew(project: Path) -> None:
    file = project / "cart.py"
    file.unlink()
    with pytest.raises(BadTarget, match="can't be written"):
        replace(file, CART.encode(), b"new")
    assert [path.name for path in project.iterdir()] == ["settings.json"]


def test_an_answer_without_an_edit_is_shown_all_the_same(tierline: Command) -> None:
    arguments = ("run", "fix", "cart.py:11-27", "--sandbox", "--model", "sandbox/prose")
    text, program = tierline(*arguments), tierline(*arguments, "--json")
    assert text.status == program.status == EXIT_STATUS["no-edit"]
    assert not text.out
    assert "You could rename the variables" in text.err
    assert program.json["text"].startswith("You could rename")
    assert program.json["state"] == "kept"


def test_a_terminal_can_not_be_commanded_by_an_answer() -> None:
    from tierline.cli.terminal import safe

    assert safe("a\x1b[2Jb\r\nc\td\u202e\x9b\r") == "a\ufffd[2Jb\nc\td\ufffd\ufffd\ufffd"


def test_the_working_folder_may_be_gone(tierline: Command, project: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert tierline("run", "explain", f"{project / 'cart.py'}:7-8", "--sandbox").status == 0
