"""A client that is gone from one moment to the next: its server ends too, whatever it is at, and without a word."""

import json
import socket
import struct
from pathlib import Path

import pytest
from support.raw import SLOW, RawClient, connected, ended, framed, serving, talking


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("last_words", [b"", framed(b'{"jsonrpc": "2.0"', 5000)])
def test_input_that_ends_in_mid_message_with_a_task_running(tmp_path: Path, last_words: bytes) -> None:
    with talking(tmp_path) as (client, process):
        client.initialize(SLOW)
        client.run_slowly()
        client.write(last_words)
        assert process.stdin is not None
        process.stdin.close()
        assert ended(process, tmp_path) == (0, "")


def test_output_that_nobody_reads_any_more_with_a_task_running(tmp_path: Path) -> None:
    with talking(tmp_path) as (client, process):
        client.initialize(SLOW)
        client.run_slowly()
        client.stop_reading()
        assert process.stdin is not None
        process.stdin.close()
        assert ended(process, tmp_path) == (0, "")


def test_exit_without_shutdown_with_a_task_running(tmp_path: Path) -> None:
    with talking(tmp_path) as (client, process):
        client.initialize(SLOW)
        client.run_slowly()
        # The input stays open, as some clients leave it.
        client.notify("exit", None)
        assert ended(process, tmp_path) == (1, "")


def test_shutdown_and_exit_in_one_breath_with_a_task_running(tmp_path: Path) -> None:
    with talking(tmp_path) as (client, process):
        client.initialize(SLOW)
        client.run_slowly()
        said = ({"jsonrpc": "2.0", "id": 99, "method": "shutdown"}, {"jsonrpc": "2.0", "method": "exit"})
        client.write(b"".join(framed(json.dumps(message).encode()) for message in said))
        assert ended(process, tmp_path) == (0, "")


@pytest.mark.parametrize("farewell", ["reset", "exit"])
def test_a_tcp_connection_that_ends_with_a_task_running(tmp_path: Path, farewell: str) -> None:
    port = _free_port()
    with serving(tmp_path, "--tcp", str(port)) as process:
        with connected(port) as connection, connection.makefile("rwb") as stream:
            client = RawClient(stream, stream)
            client.initialize(SLOW)
            client.run_slowly()
            if farewell == "reset":
                # No time to linger: the other side gets an RST instead of a FIN.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.stop_reading()
            else:
                assert client.request("shutdown")["result"] is None
                client.notify("exit", None)
        assert ended(process, tmp_path) == (0, "")
