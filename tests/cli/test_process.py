"""The real command: start-up, pipes, signals, encodings and terminals."""

import asyncio
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.home import CART, serving

from tierline.cli.exit_status import EXIT_STATUS, INTERRUPTED, READER_GONE
from tierline.sandbox import SANDBOX_KEY, Sandbox

TIERLINE = (sys.executable, "-m", "tierline")
EXPLAIN = ("run", "explain", "cart.py:7-8", "--sandbox")
COLOUR = re.compile(r"\x1b\[[0-9;]*3[1-6]m")


def finished(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        (*TIERLINE, *arguments), env=os.environ | variables, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def finished_status(*arguments: str, **variables: str) -> int:
    return finished(*arguments, **variables).returncode


def terminal_status(*arguments: str, **variables: str) -> int:
    return on_terminal(*arguments, **variables)[0]


def on_terminal(*arguments: str, typed: str = "", **variables: str) -> tuple[int, str]:
    """Run a command on a terminal of 80 columns, type, and return its status and all that the terminal received."""
    ours, theirs = pty.openpty()
    sizes = {"COLUMNS": "80", "LINES": "40", "TERM": "xterm"}
    with subprocess.Popen(
        (*TIERLINE, *arguments), env=os.environ | sizes | variables, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:
            # The terminal's last writer has left.
            pass
        os.close(ours)
    return process.returncode, seen.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("arguments", [["--version"], ["serve"]])
def test_starting_imports_nothing_heavy(arguments: list[str]) -> None:
    code = f"import sys; from tierline.cli.main import main; sys.argv[1:] = {arguments}\ntry: main()\n"
    code += (
        "except SystemExit: pass\nprint({'httpx', 'pydantic', 'rich', 'tierline_scoring.snapshot'} & {*sys.modules})"
    )
    done = subprocess.run(
        (sys.executable, "-c", code), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("set()\n")


def test_without_arguments_it_says_what_there_is() -> None:
    done = finished()
    assert done.returncode == EXIT_STATUS["bad-usage"]
    assert b"explain-model" in done.stderr


@pytest.mark.parametrize("command", [("models",), ("run", "x", "--json"), EXPLAIN])
def test_a_reader_that_leaves_is_no_crash(command: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run((*TIERLINE, *command), stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.returncode == READER_GONE
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run((*TIERLINE, "models"), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == EXIT_STATUS["no-output"]
    assert done.stderr.startswith(b"tierline: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("run", [finished_status, terminal_status])
@pytest.mark.parametrize("command", [("models",), EXPLAIN, ("explain-model", "openai/gpt-4o-mini")])
def test_a_narrow_encoding_is_no_crash(run: Callable[..., int], command: tuple[str, ...]) -> None:
    assert run(*command, PYTHONIOENCODING="ascii") == 0


def test_a_terminal_gets_colours_and_no_more_than_its_width() -> None:
    status, seen = on_terminal("run", "fix", "cart.py:30-84", "--sandbox")
    assert status == 0
    assert COLOUR.search(seen)
    assert "+        except Exception:" in seen
    assert not COLOUR.search(on_terminal("models", NO_COLOR="1")[1])
    assert all(len(line) <= 80 for line in on_terminal("models", TERM="dumb")[1].splitlines())


@pytest.mark.parametrize(("typed", "status", "model"), [("y\n", 0, "default"), ("n\n", 21, ""), ("\x04", 21, "")])
def test_a_person_is_asked_before_a_paid_tier_takes_over(project: Path, typed: str, status: int, model: str) -> None:
    (project / "settings.json").write_text('{"models": {"minimum": ["sandbox/429-upstream:free"]}}')
    ended, seen = on_terminal(*EXPLAIN, typed=typed)
    assert ended == status
    assert "It is paid. [y/N]" in " ".join(seen.split())
    assert ("What this code does" in seen) == bool(model)


async def test_ctrl_c_hangs_up_and_changes_nothing(project: Path, sandbox: Sandbox) -> None:
    process = await asyncio.create_subprocess_exec(
        *TIERLINE,
        *("run", "fix", "cart.py:11-27", "--write", "--model", "sandbox/stall"),
        env=os.environ | {"OPENROUTER_API_KEY": SANDBOX_KEY, "TIERLINE_BASE_URL": sandbox.base_url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await sandbox.books.wait_for(lambda books: books.records and books.last.chunks_sent)
    process.send_signal(signal.SIGINT)
    out, err = await process.communicate()
    await sandbox.books.wait_for(lambda books: books.chats[-1].hung_up)
    assert process.returncode == INTERRUPTED
    assert not out
    assert err.decode().splitlines()[-1] == "tierline: cancelled; no file was changed."
    assert b"Traceback" not in err
    assert (project / "cart.py").read_text() == CART


async def test_the_sandbox_prints_its_base_url_first_and_stops_on_ctrl_c() -> None:
    process = await asyncio.create_subprocess_exec(
        *(*TIERLINE, "sandbox", "--port", "0"), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout
    first = (await process.stdout.readline()).decode().strip()
    done = await asyncio.to_thread(
        finished, "run", "explain", "cart.py:7-8", OPENROUTER_API_KEY=SANDBOX_KEY, TIERLINE_BASE_URL=first
    )
    process.send_signal(signal.SIGINT)
    _, err = await process.communicate()
    assert done.returncode == 0
    assert process.returncode == 0
    assert b"Traceback" not in err


def test_a_taken_port_is_told() -> None:
    with serving() as sandbox:
        port = sandbox.base_url.split(":")[2].split("/")[0]
        done = finished("sandbox", "--port", port)
    assert done.returncode == EXIT_STATUS["port-taken"]
    assert port.encode() in done.stderr
