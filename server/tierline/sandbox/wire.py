"""The shapes of chat answers: the body, the chunks, and their lines in an event stream."""

import re
from collections.abc import Iterator
from typing import Any

from tierline.sandbox import exact_json
from tierline.sandbox.listing import PROVIDER
from tierline.sandbox.scene import Answer, Scene

COMMENT = b": OPENROUTER PROCESSING\n\n"
DONE = b"data: [DONE]\n\n"
BLANK = b"\n         \n"
"""What keeps a JSON answer's connection open."""
NATIVE_FORMAT = "unknown"
LEAST_PIECE = 16
"""Characters; pieces end at the next word boundary after so many."""


def event(payload: Any) -> bytes:
    """Return one ``data:`` line with its blank line."""
    return b"data: " + exact_json.dumps(payload) + b"\n\n"


def pieces(text: str) -> Iterator[str]:
    """Cut a text at word boundaries; joined they are the text again."""
    piece = ""
    for word in re.findall(r"\s*\S+|\s+", text):
        piece += word
        if len(piece) >= LEAST_PIECE:
            yield piece
            piece = ""
    if piece:
        yield piece


def head(scene: Scene, kind: str) -> dict[str, Any]:
    """Return what the body and every chunk begin with."""
    return {
        "id": scene.generation_id,
        "object": kind,
        "created": scene.created,
        "model": scene.model,
        "provider": PROVIDER,
    }


def chunk(
    scene: Scene,
    delta: dict[str, Any] | None = None,
    finish_reason: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return a chunk with one choice; the role is repeated on every one."""
    choice = {
        "index": 0,
        "delta": {"role": "assistant", "content": ""} | (delta or {}),
        "finish_reason": finish_reason,
        "native_finish_reason": finish_reason,
        "logprobs": None,
    }
    return head(scene, "chat.completion.chunk") | {"choices": [choice]} | more


def empty_chunk(scene: Scene, **more: Any) -> dict[str, Any]:
    """Return a chunk whose ``choices`` are empty."""
    return head(scene, "chat.completion.chunk") | {"choices": []} | more


def reasoning_delta(text: str) -> dict[str, Any]:
    """Return a delta of reasoning, in both of its forms."""
    return {"reasoning": text, "reasoning_details": reasoning_details(text)}


def reasoning_details(text: str) -> list[dict[str, Any]]:
    """Return the structured form of reasoning."""
    return [{"type": "reasoning.text", "text": text, "format": NATIVE_FORMAT, "index": 0}]


def completion(scene: Scene, answer: Answer, usage: dict[str, Any] | None) -> dict[str, Any]:
    """Return the body of an answer that does not stream."""
    message: dict[str, Any] = {
        "role": "assistant",
        "content": answer.content,
        "refusal": None,
        "reasoning": answer.reasoning or None,
    }
    if answer.reasoning:
        message["reasoning_details"] = reasoning_details(answer.reasoning)
    choice = {
        "index": 0,
        "logprobs": None,
        "finish_reason": answer.finish_reason,
        "native_finish_reason": answer.finish_reason,
        "message": message,
    }
    body = head(scene, "chat.completion") | {
        "system_fingerprint": None,
        "service_tier": None,
        "choices": [choice],
    }
    return body if usage is None else body | {"usage": usage}
