"""The loopback end of a log-in: one page on this machine, to which the browser comes back with the code."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Empty, SimpleQueue
from threading import Thread

from tierline.credentials.pkce import LogIn

_DONE = b"<!doctype html><title>Tierline</title><p>Logged in. You can close this page and go back to your editor.</p>"
_NOT_FOUND = b"<!doctype html><title>Tierline</title><p>This page is no answer to a log-in that is under way.</p>"


class Callback:
    """Where the code arrives."""

    def __init__(self, port: int, codes: "SimpleQueue[str]") -> None:
        self.port = port
        self._codes = codes

    def code(self, timeout_s: float) -> str | None:
        """Wait for the code; ``None`` if it has not come in time. Blocks."""
        try:
            return self._codes.get(timeout=timeout_s)
        except Empty:
            return None


@contextmanager
def listening(log_in: LogIn) -> Iterator[Callback]:
    """Listen on the loopback, on a free port, for the answer to ``log_in``; other requests get 404.

    Raises:
        OSError: no port can be had.
    """
    codes: SimpleQueue[str] = SimpleQueue()

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            code = log_in.code_in(self.path)
            page = _NOT_FOUND if code is None else _DONE
            self.send_response(HTTPStatus.NOT_FOUND if code is None else HTTPStatus.OK)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(page)
            if code is not None:
                codes.put(code)

        def log_message(self, *_: object) -> None:
            """Say nothing: the path holds the code."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield Callback(server.server_port, codes)
        finally:
            server.shutdown()
            thread.join()
