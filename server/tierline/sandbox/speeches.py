"""Behaviours that answer whole, but say something else, or end for another reason."""

import re
from dataclasses import replace

from tierline.sandbox.answers.languages import style_of
from tierline.sandbox.answers.prompt import FENCE
from tierline.sandbox.playing import half, play, untold
from tierline.sandbox.reply import Reply
from tierline.sandbox.scene import Scene

REFUSAL = "I'm sorry, but I can't help with that request. (Simulated by the Tierline sandbox.)"
PROSE = (
    "You could rename the variables, split the function in two and add a check of its arguments. "
    "I have not written the code down. (Simulated by the Tierline sandbox.)"
)
THOUGHT = "The user selected some code. I look at its names first, then at its branches, and then I answer."
SAMPLE = "```python\ndef add(first, second):\n    total = first + second\n    return total\n```\n"


def refusal(scene: Scene) -> Reply:
    """Decline politely, with an ordinary finish reason."""
    return play(scene, scene.answer(REFUSAL))


def prose(scene: Scene) -> Reply:
    """Talk about the code without giving any."""
    return play(scene, scene.answer(PROSE))


def unfenced(scene: Scene) -> Reply:
    """Give the code bare, without its fence."""
    return play(scene, scene.answer(_fenced(scene)["code"]))


def elided(scene: Scene) -> Reply:
    """Give the first lines of the code and leave the rest out."""
    fenced = _fenced(scene)
    lines = fenced["code"].splitlines(keepends=True)
    kept = "".join(lines[: max(1, len(lines) // 2)])
    note = style_of(fenced["info"].strip()).comment("... rest unchanged ...").strip()
    return play(scene, scene.answer(_fence(fenced, f"{kept}{note}\n")))


def bad_code(scene: Scene) -> Reply:
    """Give code that parses in no language."""
    fenced = _fenced(scene)
    return play(scene, scene.answer(_fence(fenced, fenced["code"] + "def broken((:\n    return ]\n")))


def too_long(scene: Scene) -> Reply:
    """Stop in mid answer with finish reason ``length``, whatever ``max_tokens`` was."""
    return play(scene, replace(half(scene.answer()), finish_reason="length"))


def filtered(scene: Scene) -> Reply:
    """Stop in mid answer with finish reason ``content_filter``."""
    return play(scene, replace(half(scene.answer()), finish_reason="content_filter"))


def reasoning(scene: Scene) -> Reply:
    """Think aloud before the answer."""
    return play(scene, scene.answer(reasoning=THOUGHT))


def only_reasoning(scene: Scene) -> Reply:
    """Spend the whole limit on reasoning: no content, finish reason ``length``, and it is paid for."""
    return play(scene, scene.answer("", reasoning=THOUGHT, finish_reason="length"))


def own_key(scene: Scene) -> Reply:
    """Answer through the account's own provider key: ``cost`` is only the fee."""
    return play(scene, scene.answer(), tariff=scene.tariff.with_own_key())


def without_usage(scene: Scene) -> Reply:
    """Answer and never tell tokens or cost."""
    return play(scene, scene.answer(), usage=untold)


def _fenced(scene: Scene) -> re.Match[str]:
    """Return the answer's fence; where it has none, the last of the request, or a sample."""
    texts = (scene.text, *(message.text for message in reversed(scene.messages)), SAMPLE)
    return next(found[-1] for text in texts if (found := list(FENCE.finditer(text))))


def _fence(fenced: re.Match[str], code: str) -> str:
    return f"{fenced['fence']}{fenced['info']}\n{code}{fenced['fence']}\n"
