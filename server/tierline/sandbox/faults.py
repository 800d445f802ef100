"""Behaviours that begin well, with status 200, and then go wrong; and those that never begin."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from tierline.sandbox import exact_json, wire
from tierline.sandbox.playing import (
    JSON_HEADERS,
    bill,
    deltas,
    finish,
    half,
    page,
    play,
    repeat_finish,
    resend,
    streamed,
    whole,
)
from tierline.sandbox.reply import Cut, Raw, Reply, Send, Step, Wait, error_body
from tierline.sandbox.scene import Scene
from tierline.sandbox.wire import DONE

KEEP_ALIVE_S = 0.05
"""Between the comments of a stream that says nothing else."""

LOST = "Network connection lost."
LOST_METADATA = {"error_type": "provider_unavailable"}
HTML = b"""<!DOCTYPE html>
<html lang="en-US"><head><title>openrouter.ai | 502: Bad gateway</title></head>
<body><h1>Bad gateway <span>Error code 502</span></h1>
<p>The web server reported a bad gateway error. Simulated by the Tierline sandbox.</p></body></html>
"""
UTF8_CONTINUATION = 0b10
"""The two highest bits of every byte of a character but the first."""

GARBAGE = b"\x00\xff\xfe<<<\x93 neither an event stream nor JSON \x80\r\r\n\n{]\n\n"
MULTIBYTE = "\n\nIn many scripts: äöü, Ελλάδα, 世界, 🎉👩🏽‍💻."

ErrorChunk = Callable[[Scene], dict[str, Any]]


def no_choices(scene: Scene) -> dict[str, Any]:
    """Return the error chunk mostly seen in 2026: ``choices`` is empty."""
    return wire.empty_chunk(scene, **_lost(502))


def error_choice(scene: Scene) -> dict[str, Any]:
    """Return the documented error chunk: one choice with finish reason ``error``."""
    return wire.chunk(scene, finish_reason="error", **_lost(502))


def text_code(scene: Scene) -> dict[str, Any]:
    """Return the error chunk of one page of the documentation: the code is a word."""
    return wire.empty_chunk(scene, **_lost("server_error"))


def bare(_: Scene) -> dict[str, Any]:
    """Return the older error chunk: only ``error`` and ``user_id``."""
    return error_body(502, LOST, LOST_METADATA)


def _lost(code: int | str) -> dict[str, Any]:
    return {"error": {"code": code, "message": LOST, "metadata": LOST_METADATA}}


def midstream(error: ErrorChunk, scene: Scene) -> Reply:
    """Generate half an answer, then fail. An answer that ends in an error costs nothing."""
    part, free = half(scene.answer()), scene.tariff.waive()
    if scene.stream:
        steps = (*deltas(scene, part), Send(wire.event(error(scene))))
        return streamed(scene, steps, finish_reason="error", tariff=free)
    failed = replace(part, finish_reason="error")
    body = wire.completion(scene, failed, bill(scene, part, free).to_wire())
    body["choices"][0] |= _lost(502)
    return whole(scene, failed, body, tariff=free)


def error_first(scene: Scene) -> Reply:
    """Fail after 200 went out and before anything was said."""
    if not scene.stream:
        return page(scene, exact_json.dumps(bare(scene)))
    return streamed(scene, (Send(wire.event(no_choices(scene))),), finish_reason="error")


def error_alone(scene: Scene) -> Reply:
    """Answer 200 with a JSON body that holds only an error, also where a stream was asked for."""
    return page(scene, exact_json.dumps(bare(scene)), JSON_HEADERS[0][1])


def stall(scene: Scene) -> Reply:
    """Generate half an answer, then fall silent with the connection open."""
    part = half(scene.answer())
    if scene.stream:
        return streamed(scene, (*deltas(scene, part), Wait()), finish_reason=None)
    return _half_of_body(scene, Wait())


def cut_off(scene: Scene) -> Reply:
    """Generate half an answer and close the connection within a chunk."""
    part = half(scene.answer())
    if scene.stream:
        *first, last = deltas(scene, part)
        steps: tuple[Step, ...] = (*first, replace(last, data=last.data[: len(last.data) // 2], content=""), Cut())
        return streamed(scene, steps, finish_reason=None)
    return _half_of_body(scene, Cut())


def _half_of_body(scene: Scene, *then: Step, tail: bytes = b"") -> Reply:
    """Send half of the JSON body. It is billed in full, as everything that does not stream."""
    answer = scene.answer()
    body = exact_json.dumps(wire.completion(scene, answer, bill(scene, answer).to_wire()))
    half_body = Send(body[: len(body) // 2] + tail, answer.content, answer.reasoning)
    return replace(whole(scene, answer, None), steps=(half_body, *then), finish_reason=None)


def end_early(scene: Scene) -> Reply:
    """Close an orderly answer after half of it, without finish reason and without ``[DONE]``."""
    if not scene.stream:
        return _half_of_body(scene)
    return streamed(scene, tuple(deltas(scene, half(scene.answer()))), finish_reason=None)


def hang_up(_: Scene) -> Reply:
    """Close the connection in good order, without a byte of an answer."""
    return Reply(status=None, steps=(Cut(),))


def reset(_: Scene) -> Reply:
    """Forget the connection, as a server or a router in between does after a while."""
    return Reply(status=None, steps=(Cut(reset=True),))


def hang(_: Scene) -> Reply:
    """Never answer."""
    return Reply(status=None, steps=(Wait(),))


def keep_alive_for_ever(scene: Scene) -> Reply:
    """Answer 200 and then send nothing but comments, or blank lines where JSON was asked for."""
    reply = streamed(scene, (), finish_reason=None)
    if not scene.stream:
        reply = replace(reply, headers=JSON_HEADERS, streamed=False)
    return replace(reply, steps=_endless(wire.COMMENT if scene.stream else wire.BLANK), tariff=None)


def _endless(data: bytes) -> Iterator[Step]:
    while True:
        yield Send(data)
        yield Wait(KEEP_ALIVE_S)


def slow(pace_s: float, scene: Scene) -> Reply:
    """Answer whole, with a pause after each write; a JSON body comes after blank lines."""
    reply = play(scene, scene.answer())
    if not scene.stream:
        reply = replace(reply, steps=(*[Send(wire.BLANK)] * 10, *reply.steps))
    return replace(reply, pace_s=pace_s)


def broken_json(scene: Scene) -> Reply:
    """Send one ``data:`` line of broken JSON within a stream that is otherwise whole; or a broken body."""
    answer = scene.answer()
    if not scene.stream:
        return _half_of_body(scene, tail=b"}")
    first, *rest = deltas(scene, answer)
    broken = Send(b'data: {"id":"' + scene.generation_id.encode() + b'","choices":[{"index":0,"delta":{"cont\n\n')
    told = repeat_finish(scene, answer, bill(scene, answer).to_wire())
    steps = (first, broken, *rest, finish(scene, answer), *told, Send(DONE))
    return streamed(scene, steps, finish_reason=answer.finish_reason)


def not_http(_: Scene) -> Reply:
    """Answer in another protocol and close."""
    return Reply(status=None, steps=(Raw(b"SSH-2.0-Tierline_sandbox\r\n"), Cut()))


def nothing_said(scene: Scene) -> Reply:
    """Finish without a word: comments, a finish reason, zero completion tokens, no charge."""
    return play(scene, scene.answer(""))


def split_characters(scene: Scene) -> Reply:
    """Cut the writes within every character of more than one byte."""
    return resend(play(scene, scene.answer(scene.text + MULTIBYTE)), _within_characters)


def byte_by_byte(scene: Scene) -> Reply:
    """Send a short answer, each byte in a write of its own."""
    return resend(play(scene, scene.answer("One byte at a time.")), _bytes)


def _within_characters(data: bytes) -> Iterator[bytes]:
    continuing = (at for at, byte in enumerate(data) if byte >> 6 == UTF8_CONTINUATION)
    for start, end in pairwise((0, *continuing, len(data))):
        yield data[start:end]


def _bytes(data: bytes) -> Iterator[bytes]:
    for at in range(len(data)):
        yield data[at : at + 1]


def html(scene: Scene) -> Reply:
    """Answer 502 with the edge's HTML page."""
    return replace(page(scene, HTML, "text/html; charset=UTF-8", status=502), behaviour=scene.behaviour)


garbage = partial(page, data=GARBAGE)
empty = partial(page, data=b"")
