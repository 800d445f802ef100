"""A program that is run to its end: within a time, and with nothing of it left over."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO


def ended(
    command: Sequence[str | Path], *, within_s: float, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run ``command`` and return how it ended, and what it said.

    Raises ``subprocess.TimeoutExpired`` with what it had said. Its process group is killed in any case, and it writes
    into files: a child of its own that lives on would keep a pipe open, and whoever reads that waits for ever.
    """
    with TemporaryFile() as out, TemporaryFile() as err:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=cwd, env=env, start_new_session=True
        )
        try:
            code = process.wait(within_s)
        except subprocess.TimeoutExpired as late:
            raise subprocess.TimeoutExpired(command, within_s, _said(out), _said(err)) from late
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return subprocess.CompletedProcess(command, code, _said(out).decode(), _said(err).decode())


def _said(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
