"""Good answers in odd wrappings, and what is no answer at all: how the bytes come, not what they say."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from tierline.sandbox import exact_json, wire
from tierline.sandbox.faults import HTML
from tierline.sandbox.playing import bill, deltas, finish, page, play, repeat_finish, resend, streamed, whole
from tierline.sandbox.reply import Reply, Send, Step, Wait
from tierline.sandbox.scene import Scene

GZIP = 16 + zlib.MAX_WBITS
OVERSIZED_BYTES = 9 * 1024 * 1024
"""Longer than any answer: 8 MiB are more than two million tokens."""

NOT_UTF8 = b"\xff\xc3(\xf0\x9f\x92"
"""A byte that never occurs, a broken pair, and three quarters of a character."""

PLACEHOLDER = "ODDBYTES"
EXTRAS = b"event: ping\nid: 7\nretry: 3000\n: a comment\n\nevent: message\nunknown: field\n"
BLANKS = 5
PAUSE_S = 0.02
BEGINNING = 5
REST_S = 0.5


def gzipped(scene: Scene) -> Reply:
    """Answer whole, compressed, each event flushed on its own."""
    reply = play(scene, scene.answer())
    packer = zlib.compressobj(wbits=GZIP)
    steps = [_packed(step, packer.compress, packer.flush) for step in reply.steps]
    return _encoded(reply, (*steps, Send(packer.flush())))


def _packed(step: Step, compress: Callable[[bytes], bytes], flush: Callable[[int], bytes]) -> Step:
    return replace(step, data=compress(step.data) + flush(zlib.Z_SYNC_FLUSH)) if isinstance(step, Send) else step


def not_gzip(scene: Scene) -> Reply:
    """Promise compressed bytes and send plain ones. It is billed: the model did its work."""
    reply = play(scene, scene.answer())
    return _encoded(reply, tuple(reply.steps))


def _encoded(reply: Reply, steps: tuple[Step, ...]) -> Reply:
    return replace(reply, headers=(*reply.headers, ("Content-Encoding", "gzip")), steps=steps)


def crlf(scene: Scene) -> Reply:
    """Answer whole, with the line ends of other systems, cut between CR and LF; JSON has none."""
    reply = play(scene, scene.answer())
    return resend(reply, _split_crlf) if scene.stream else reply


def _split_crlf(data: bytes) -> Iterator[bytes]:
    *lines, rest = data.replace(b"\n", b"\r\n").split(b"\r")
    yield from (line + b"\r" for line in lines)
    yield rest


def not_utf8(scene: Scene) -> Reply:
    """Answer whole, with bytes within the text that are no UTF-8."""
    reply = play(scene, scene.answer(f"{scene.text}\n\n{PLACEHOLDER}"))
    return resend(reply, lambda data: (data.replace(PLACEHOLDER.encode(), NOT_UTF8),))


def with_extras(scene: Scene) -> Reply:
    """Answer whole, among fields, events and comments that no client needs."""
    if not scene.stream:
        return play(scene, scene.answer())
    answer = scene.answer()
    told = repeat_finish(scene, answer, bill(scene, answer).to_wire())
    events = [replace(step, data=EXTRAS + step.data) for step in (*deltas(scene, answer), finish(scene, answer), *told)]
    return streamed(scene, (*events, Send(wire.DONE)), finish_reason=answer.finish_reason)


def mistyped(scene: Scene) -> Reply:
    """Answer whole, under a type that says nothing."""
    return _typed(play(scene, scene.answer()), "application/octet-stream")


def unasked_body(scene: Scene) -> Reply:
    """Answer in one piece also where a stream was asked for, after blank lines that keep the connection open."""
    answer = scene.answer()
    reply = whole(scene, answer, wire.completion(scene, answer, bill(scene, answer).to_wire()))
    blanks: list[Step] = [Send(wire.BLANK), Wait(PAUSE_S)]
    return replace(reply, steps=(*blanks * BLANKS, *reply.steps))


def _typed(reply: Reply, content_type: str) -> Reply:
    others = tuple(header for header in reply.headers if header[0] != "Content-Type")
    return replace(reply, headers=(("Content-Type", content_type), *others))


def oversized(scene: Scene) -> Reply:
    """Send one line that does not end, larger than any answer."""
    return page(scene, b"data: " + b"x" * OVERSIZED_BYTES)


def redirect(scene: Scene) -> Reply:
    """Send the client elsewhere: within this very server, so that the books see who goes."""
    reply = page(scene, exact_json.dumps({"error": {"code": 307, "message": "Temporary Redirect"}}), status=307)
    return replace(reply, headers=(*reply.headers, ("Location", "/api/v1/elsewhere")))


def web_page(scene: Scene) -> Reply:
    """Answer 200 with a web page, as captive portals do."""
    return page(scene, HTML, "text/html; charset=UTF-8")


def bills_on(scene: Scene) -> Reply:
    """Answer with a rest after the beginning, and bill the whole answer also where the client leaves meanwhile."""
    reply = play(scene, scene.answer())
    steps = list(reply.steps)
    return replace(reply, steps=(*steps[:BEGINNING], Wait(REST_S), *steps[BEGINNING:]), bills_on=True)
