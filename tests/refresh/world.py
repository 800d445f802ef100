"""A small internet on loopback: every host a folder of one real HTTP server, and a board of benchmarks in it."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tierline_scoring.benchmark import Scale, to_100
from tierline_scoring.published import Published
from tierline_scoring.sources import BenchmarkSource, Location, Parsed, SourceError, openrouter_model_benchmarks

LISTING = "openrouter.ai/api/v1/models"
BOARD = "board.example/table.json"


@dataclass
class Answer:
    """What an address answers. ``first`` are statuses that it answers before that, one a request."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    first: list[int] = field(default_factory=list)
    cut: bool = False
    """Whether the connection ends half-way through the body."""
    silent: bool = False
    """Whether nothing comes at all until the world ends."""


@dataclass(frozen=True)
class Seen:
    """One request that arrived."""

    address: str
    headers: Mapping[str, str]


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_arguments: Any) -> None:
        """Say nothing of clients that were killed, or had enough."""


class World:
    """Serves ``answers`` by address without scheme (``openrouter.ai/api/v1/models``); 404 for all else."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.seen: list[Seen] = []
        self._end = threading.Event()
        world = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                world._answer(self)

            def log_message(self, *_arguments: Any) -> None:
                """Say nothing."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def base_urls(self) -> dict[str, str]:
        return {"https://": f"http://127.0.0.1:{self._server.server_port}/"}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def requests(self, address: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.address == address]

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        address = request.path.removeprefix("/")
        self.seen.append(Seen(address, {name.lower(): value for name, value in request.headers.items()}))
        answer = self.answers.get(address, Answer(b"no such page", 404))
        if answer.silent:
            self._end.wait()
            return
        status = answer.first.pop(0) if answer.first else answer.status
        if answer.etag and status == 200 and request.headers.get("If-None-Match") == answer.etag:
            status = 304
        body = answer.body if status == answer.status else b""
        request.send_response(status)
        for name, value in answer.headers.items():
            request.send_header(name, value)
        if answer.etag:
            request.send_header("ETag", answer.etag)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[: len(body) // 2] if answer.cut else body)
        request.close_connection = answer.cut


def entry(model_id: str, prompt: str, completion: str, level: float, **more: Any) -> dict[str, Any]:
    """Return a model as OpenRouter lists it; ``level`` 0..1 is how good its indices are."""
    indices = {"coding_index": 20 + 60 * level, "intelligence_index": 25 + 55 * level, "agentic_index": 15 + 60 * level}
    return {
        "id": model_id,
        "canonical_slug": model_id.removesuffix(":free"),
        "name": model_id,
        "created": 1_780_000_000,
        "context_length": 131_072,
        "architecture": {"input_modalities": ["text"], "output_modalities": ["text"], "tokenizer": "Other"},
        "pricing": {"prompt": per_token(prompt), "completion": per_token(completion)},
        "top_provider": {"max_completion_tokens": 16_384},
        "supported_parameters": ["tools", "temperature"],
        "benchmarks": {"artificial_analysis": indices},
    } | more


def per_token(usd_per_mtok: str) -> str:
    return f"{float(usd_per_mtok) / 1e6:.12f}"


def catalogue() -> list[dict[str, Any]]:
    """Return 20 models, free, cheap and dearer ones of several vendors, the dearer the better."""
    rows: list[dict[str, Any]] = []
    for number in range(20):
        free, level = number < 5, number / 19
        price = "0" if free else f"{0.02 + 0.06 * (number - 4):.2f}"
        model_id = f"vendor-{number % 6}/model-{chr(ord('a') + number)}" + (":free" if free else "")
        rows.append(entry(model_id, price, price, level))
    return rows


def listing(entries: list[dict[str, Any]]) -> bytes:
    return json.dumps({"data": entries, "total_count": len(entries), "links": {"next": None}}).encode()


def table(entries: list[dict[str, Any]], *, short_of: int = 0) -> bytes:
    """Return the board: the four reference benchmarks of every model but the last ``short_of``."""
    rows = []
    for one in entries[: len(entries) - short_of]:
        index = one["benchmarks"]["artificial_analysis"]["coding_index"]
        scores = {"mmlu": 50 + 0.55 * index, "humaneval": 45 + 0.6 * index, "gsm8k": 55 + 0.5 * index}
        scores["mt-bench"] = 60 + 0.4 * index
        rows += [
            {"model": one["id"].removesuffix(":free"), "benchmark": name, "score": s} for name, s in scores.items()
        ]
    return json.dumps({"as_of": "2026-11-19", "rows": rows}).encode()


def _parse(bodies: Mapping[str, bytes]) -> Parsed:
    rows = [row for body in bodies.values() for row in json.loads(body)["rows"]]
    if not rows:
        raise SourceError("board: the table is empty")
    figures = tuple(
        Published(
            source="board",
            benchmark=row["benchmark"],
            name=row["model"],
            published=f"{row['score']:.2f}",
            scale=Scale.PERCENT,
            value=to_100(row["score"], Scale.PERCENT),
            date="2026-11-19",
            own_id=True,
        )
        for row in rows
    )
    return Parsed(figures=figures, as_of="2026-11-19")


def board(*locations: Location, key: str = "", **more: Any) -> BenchmarkSource:
    return BenchmarkSource(
        id="board",
        name="A board",
        homepage="https://board.example",
        format="JSON",
        licence="CC BY 4.0",
        bundled=True,
        locations=locations or (Location(url=f"https://{BOARD}", key=key),),
        parse=_parse,
        own_ids=True,
        **more,
    )


SOURCES = (openrouter_model_benchmarks.SOURCE, board())


def settled(world: World) -> World:
    """Let the world answer with the usual catalogue and board."""
    rows = catalogue()
    world.answers[LISTING] = Answer(listing(rows), etag='"list-1"')
    world.answers[BOARD] = Answer(table(rows), etag='"board-1"')
    return world
