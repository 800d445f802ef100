"""Answers as steps: the whole one, and the parts of it that faults are made of."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from tierline.sandbox import exact_json, wire
from tierline.sandbox.reply import JSON_TYPE, Reply, Send, Step
from tierline.sandbox.scene import Answer, Scene
from tierline.sandbox.tariff import Tariff, Usage

STREAM_HEADERS = (("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache"))
JSON_HEADERS = (("Content-Type", JSON_TYPE),)

UsageStyle = Callable[[Scene, Answer, dict[str, Any]], Iterable[Send]]
"""How a stream tells its usage, after the chunk with the finish reason."""


def repeat_finish(scene: Scene, answer: Answer, usage: dict[str, Any]) -> Iterator[Send]:
    """Tell usage in a chunk that repeats the finish reason, as seen since August 2026."""
    yield Send(wire.event(wire.chunk(scene, finish_reason=answer.finish_reason, service_tier=None, usage=usage)))


def null_finish(scene: Scene, _: Answer, usage: dict[str, Any]) -> Iterator[Send]:
    """Tell usage in a chunk with a choice but no finish reason, as seen until January 2026."""
    yield Send(wire.event(wire.chunk(scene, usage=usage)))


def empty_choices(scene: Scene, _: Answer, usage: dict[str, Any]) -> Iterator[Send]:
    """Tell usage in a chunk without choices, as the documentation has it."""
    yield Send(wire.event(wire.empty_chunk(scene, usage=usage)))


def untold(_scene: Scene, _answer: Answer, _usage: dict[str, Any]) -> Iterator[Send]:
    """Don't tell usage."""
    return iter(())


def deltas(scene: Scene, answer: Answer) -> list[Send]:
    """Return the chunks of reasoning and content."""
    return [
        *(
            Send(wire.event(wire.chunk(scene, wire.reasoning_delta(piece))), reasoning=piece)
            for piece in wire.pieces(answer.reasoning)
        ),
        *(
            Send(wire.event(wire.chunk(scene, {"content": piece})), content=piece)
            for piece in wire.pieces(answer.content)
        ),
    ]


def finish(scene: Scene, answer: Answer) -> Send:
    """Return the chunk with the finish reason."""
    return Send(wire.event(wire.chunk(scene, finish_reason=answer.finish_reason)))


def bill(scene: Scene, answer: Answer, tariff: Tariff | None = None) -> Usage:
    """Return the usage of a whole answer."""
    return (tariff or scene.tariff).usage(answer.content, answer.reasoning)


def play(
    scene: Scene,
    answer: Answer,
    *,
    usage: UsageStyle = repeat_finish,
    tariff: Tariff | None = None,
    done: bool = True,
) -> Reply:
    """Answer, as the request wants it: in a stream or in one piece."""
    told = bill(scene, answer, tariff).to_wire()
    if not scene.stream:
        payload = wire.completion(scene, answer, None if usage is untold else told)
        return whole(scene, answer, payload, tariff=tariff)
    steps = (
        *deltas(scene, answer),
        finish(scene, answer),
        *usage(scene, answer, told),
        *([Send(wire.DONE)] if done else []),
    )
    return streamed(scene, steps, finish_reason=answer.finish_reason, tariff=tariff)


def streamed(
    scene: Scene,
    steps: Iterable[Step],
    *,
    finish_reason: str | None,
    tariff: Tariff | None = None,
) -> Reply:
    """Answer 200 with an event stream that begins with a comment."""
    return Reply(
        status=200,
        headers=(*STREAM_HEADERS, ("X-Generation-Id", scene.generation_id)),
        steps=_after(Send(wire.COMMENT), steps),
        finish_reason=finish_reason,
        streamed=True,
        tariff=tariff or scene.tariff,
    )


def whole(scene: Scene, answer: Answer, payload: Any, *, tariff: Tariff | None = None) -> Reply:
    """Answer 200 with a JSON body that carries ``answer``."""
    send = Send(exact_json.dumps(payload), content=answer.content, reasoning=answer.reasoning)
    return Reply(
        status=200,
        headers=(*JSON_HEADERS, ("X-Generation-Id", scene.generation_id)),
        steps=(send,),
        finish_reason=answer.finish_reason,
        tariff=tariff or scene.tariff,
    )


def page(scene: Scene, data: bytes, content_type: str | None = None, status: int = 200) -> Reply:
    """Answer with bytes as they are, under the type that the client expects or another."""
    expected = "text/event-stream" if scene.stream else JSON_TYPE
    head = (("Content-Type", content_type or expected), ("X-Generation-Id", scene.generation_id))
    return Reply(status=status, headers=head, steps=(Send(data),) if data else ())


def half(answer: Answer) -> Answer:
    """Return the first half of an answer's pieces, at least one; it has no finish reason of its own."""
    parts = list(wire.pieces(answer.content))
    return replace(answer, content="".join(parts[: max(1, len(parts) // 2)]))


def resend(reply: Reply, cut: Callable[[bytes], Iterable[bytes]]) -> Reply:
    """Send the same bytes in other writes; a text counts as sent with the last byte of its chunk."""
    return replace(reply, steps=tuple(piece for step in reply.steps for piece in _recut(step, cut)))


def _recut(step: Step, cut: Callable[[bytes], Iterable[bytes]]) -> Iterator[Step]:
    if not isinstance(step, Send):
        yield step
        return
    *first, last = cut(step.data)
    yield from map(Send, first)
    yield replace(step, data=last)


def _after(first: Step, rest: Iterable[Step]) -> Iterable[Step]:
    if isinstance(rest, tuple):
        return (first, *rest)
    return _chain(first, rest)


def _chain(first: Step, rest: Iterable[Step]) -> Iterator[Step]:
    yield first
    yield from rest
