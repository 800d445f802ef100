"""What kind of task a free instruction asks for, how sure that is, and the words that say so."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tierline.classify.kind.request import Request, read
from tierline.classify.kind.rules import NOTHING, Found, find
from tierline.task import Kind

FREE = frozenset({Kind.EDIT, Kind.ASK, Kind.GENERATE})
"""Commands that leave it to the words; every other command names its kind."""

_SHAPES = {
    "failure": "quotes an error",
    "question": "is a question",
    "code": "is nothing but code",
}
_FEW_WORDS = 3
_LONGEST = 40
_NAMES = {
    "javascriptreact": "javascript",
    "typescriptreact": "typescript",
    "shellscript": "bash",
    "cpp": "c++",
    "csharp": "c#",
}


@dataclass(frozen=True, slots=True)
class Detected:
    """The kind of a task, and what moved it."""

    kind: Kind
    confidence: float
    """Share of such findings that were right on requests with a known kind, 0 to 1; see ``data/kind.csv``."""
    sentence: str
    """In plain words (``says "fix"``)."""


def detect(
    instruction: str,
    command: Kind,
    *,
    language: str = "",
    has_diagnostics: bool = False,
    has_selection: bool = True,
) -> Detected:
    """Return the kind that ``instruction`` asks for; ``command`` keeps its own unless it leaves it to the words.

    ``language`` is the document's LSP language id: what is written in a language already is not translated to it.
    """
    if command not in FREE:
        return Detected(command, 1.0, f"the command is {command.value}")
    request = read(instruction)
    found = find(request)
    if found and command is Kind.GENERATE and found.kind is Kind.EDIT:
        found = None
    if found and not _stays(found, language):
        said = _SHAPES.get(found.evidence) or f'says "{_shortened(found.words)}"'
        return Detected(found.kind, confidence(found.evidence, found.kind), said)
    return _without_words(request, command, has_diagnostics=has_diagnostics, has_selection=has_selection)


def _stays(found: Found, language: str) -> bool:
    """Whether a translation would lead to the language that the code is in already."""
    name = _NAMES.get(language.lower(), language.lower())
    return found.kind is Kind.TRANSLATE and bool(name) and found.words.split()[-1:] == [name]


def _without_words(request: Request, command: Kind, *, has_diagnostics: bool, has_selection: bool) -> Detected:
    if command is Kind.EDIT and has_diagnostics and len(request.prose.split()) <= _FEW_WORDS:
        return Detected(Kind.FIX, confidence(NOTHING, Kind.FIX), "the editor reports problems here")
    if command is Kind.EDIT and not has_selection:
        return Detected(Kind.GENERATE, confidence(NOTHING, Kind.GENERATE), "nothing is selected")
    return Detected(command, confidence(NOTHING, command), f"no word asks for more than {command.value}")


def confidence(evidence: str, kind: Kind) -> float:
    """Return the share of ``kind`` found by ``evidence`` that was right; that of all kinds where too few were seen."""
    shares = _shares()
    return shares.get((evidence, kind.value), shares[evidence, ""])


@cache
def _shares() -> Mapping[tuple[str, str], float]:
    text = files("tierline.classify").joinpath("data", "kind.csv").read_text(encoding="utf-8")
    return {(row["evidence"], row["kind"]): float(row["confidence"]) for row in csv.DictReader(text.splitlines())}


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "\u2026"
