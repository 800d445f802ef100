"""The sandbox, with a few models whose pace is known."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from tierline.sandbox import BEHAVIOURS, SANDBOX_KEY, Behaviour, CatalogueEntry, Sandbox, chat, server
from tierline.sandbox.playing import play
from tierline.sandbox.reply import Reply, Wait
from tierline.sandbox.scene import Answer, Scene

KEY = SANDBOX_KEY
PROMPT, LATE, PACED, FAST = "sandbox/ok", "sandbox/late", "sandbox/paced", "sandbox/fast"
"""Models: answers at once; says its first word late; says 20 chunks a second; says some hundreds a second."""
LATE_S, PACED_S, FAST_S = 0.3, 0.05, 0.002
WORD = "a_word_that_is_long_enough "
"""A chunk."""
_PACED_CHUNKS, _FAST_CHUNKS, _CHUNKS = 600, 5_000, 20
ANSWER = WORD * _CHUNKS


def _more() -> dict[str, Behaviour]:
    """Return the behaviours that the sandbox knows, and those of this benchmark."""
    return {
        **BEHAVIOURS,
        "late": Behaviour("late", "", _late),
        "paced": Behaviour("paced", "", partial(_paced, PACED_S, _PACED_CHUNKS)),
        "fast": Behaviour("fast", "", partial(_paced, FAST_S, _FAST_CHUNKS)),
    }


def _late(scene: Scene) -> Reply:
    reply = play(scene, scene.answer())
    return replace(reply, steps=(Wait(LATE_S), *reply.steps))


def _paced(pace_s: float, chunks: int, scene: Scene) -> Reply:
    return replace(play(scene, Answer(content=WORD * chunks, finish_reason="stop")), pace_s=pace_s)


def open_sandbox() -> Sandbox:
    """Return a sandbox that knows them."""
    known = _more()
    # In this process alone: the sandbox of users keeps to its own table.
    chat.BEHAVIOURS = server.BEHAVIOURS = known
    dear = Decimal("0.000001")
    entry = CatalogueEntry(
        id="acme/model",
        name="Model",
        context_length=1_000_000,
        max_completion_tokens=64_000,
        prompt_usd_per_token=dear,
        completion_usd_per_token=dear,
    )
    return Sandbox([entry], says=lambda _model, _messages: ANSWER)
