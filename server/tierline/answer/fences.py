"""The fenced code blocks of a Markdown text."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)$", re.MULTILINE)
_DEEPEST = 3
"""CommonMark: a closing fence is indented by at most three columns more than its opening one."""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two fences."""

    text: str
    language: str = ""
    """The first word behind the opening fence, in small letters."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """All complete blocks, in order, and the content of the one that is not closed."""

    complete: tuple[Block, ...]
    cut_off: str
    fences: int
    """How many lines are fences at all."""


def fenced_blocks(text: str) -> Blocks:
    """Find the blocks of ``text``, whose lines end with LF.

    A fence with a language within a block opens a block within it, which stays part of its text, as
    documentation comments have them. Where no block is closed by CommonMark's rule, a closing fence
    may be indented as far as the code.
    """
    fences = list(_FENCE.finditer(text))
    strict = _walk(text, fences, deepest=_DEEPEST)
    return strict if strict.complete else _walk(text, fences, deepest=None)


def _walk(text: str, fences: list[re.Match[str]], *, deepest: int | None) -> Blocks:
    complete, opened = list[Block](), list[re.Match[str]]()
    for found in fences:
        if not opened:
            opened.append(found)
            continue
        last = opened[-1]
        if found["fence"][0] != last["fence"][0] or len(found["fence"]) < len(last["fence"]):
            continue
        if found["info"].strip():
            opened.append(found)
        elif deepest is None or len(found["indent"]) <= len(last["indent"]) + deepest:
            opened.pop()
            if not opened:
                complete.append(Block(_content(text, last, found.start()), _language(last["info"])))
    cut_off = _content(text, opened[0], len(text)) if opened else ""
    return Blocks(tuple(complete), cut_off, len(fences))


def _language(info: str) -> str:
    words = re.split(r"[\s{},:]+", info.strip().lower().lstrip("{."), maxsplit=1)
    return words[0]


def _content(text: str, opening: re.Match[str], end: int) -> str:
    """Return the lines between, without the indentation that the fence itself has (in a list, say)."""
    content = text[opening.end() + 1 : end]
    width = len(opening["indent"])
    return re.sub(rf"^[ \t]{{1,{width}}}", "", content, flags=re.MULTILINE) if width else content
