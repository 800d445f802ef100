"""How much a wrong answer would hurt, and whether the code is only tried out: from path, words and branch.

Words outrank places: "this runs in production" makes a scratch file critical, and "quick prototype" leaves a folder
``auth/`` without weight. Among places the provisional one wins, for tests of the log-in are tests. A place alone does
not make an answer critical that changes no behaviour (see ``UNHARMFUL``): explaining or documenting code under
``auth/`` costs what it costs elsewhere. A review stays critical there, since what it overlooks goes live.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tierline.classify import places
from tierline.classify.negation import is_denied
from tierline.classify.words import Cue, cue
from tierline.task import Kind, Signal, Task

UNHARMFUL = frozenset({Kind.EXPLAIN, Kind.ASK, Kind.DOCUMENT, Kind.TEST})
"""Kinds whose answer changes no behaviour of the code that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """The user's own globs of paths, beside those that everybody has. ``payroll`` matches a folder of this name."""

    critical_paths: tuple[str, ...] = ()
    prototype_paths: tuple[str, ...] = ()


NO_MORE = Emphasis()

SAYS_CRITICAL = cue(
    "says critical",
    r"\b(?:(?:mission|business|safety)[- ]critical|critical(?!\s+(?:section|path|region|point))|prod|"
    r"production(?!\s+rules?)|must(?: not|n['’]t) (?:fail|break)|carefully|security|vulnerab\w+|exploitable|"  # noqa: RUF001 the apostrophe of word processors
    r"data loss|hotfix|outage|audit(?!\s+log)|is (?:very |really )?important|"
    r"produktion|produktiv\w*|kritisch\w*|sicherheits\w*|(?:partie|code) critique|sécurité|"
    r"producción|crítico|crítica|seguridad|produção|segurança|produzione|critico|sicurezza|productie|kritiek|"
    r"produkcj\w+|krytyczn\w+|продакшен\w*|боев\w+|критичн\w+|безопасност\w+)\b"
    r"|生产环境|线上环境|关键|安全|本番|セキュリティ|프로덕션|보안",
    "says that it matters",
)
SAYS_PROTOTYPE = cue(
    "says prototype",
    r"(?:\b(?:(?<!\.)(?<!function )prototyp(?:e[ns]?|ing)?(?!\s+(?:chain|pollution|pattern|object)|\.)|"
    r"quick[- ](?:and|n|&)[- ]dirty|throw-?\s?away|proof[- ]of[- ]concept|poc|"
    r"(?<!from )scratch (?:code|file|work|script)|(?<!latency )(?<!traffic )(?<!cpu )spike(?!s? (?:in|of))|"
    r"just (?:a |to )?(?:test|try|trying)|just testing|"
    r"experiment(?:s|al|ing)?|hack(?:y)? (?:it |this )?together|for now|toy (?:example|project|script)|"
    r"wegwerf\w*|zum ausprobieren|nur ein test|entwurf|brouillon|preuve de concept|prototipo|borrador|"
    r"prueba de concepto|protótipo|rascunho|prova de conceito|bozza|wersja robocza|прототип\w*|черновик\w*)\b)"
    r"|原型|草稿|试验|プロトタイプ|試作|프로토타입",
    "says it is a prototype",
)
_LIVE = re.compile("prod|producción|produção|productie|боев|продакшен|生产|本番")
_BEGINNING, _END = 300, 300
"""Characters of an instruction that are read: how much it matters is said first or last, not within a pasted log."""


def critical(task: Task, kind: Kind, emphasis: Emphasis = NO_MORE) -> Iterator[Signal]:
    """Yield what says that a wrong answer would hurt; ``kind`` is what the words were taken for."""
    if found := _said(SAYS_CRITICAL, task.instruction):
        yield found
    if kind in UNHARMFUL:
        return
    if pattern := places.matching(task.path, emphasis.critical_paths):
        yield Signal(name="critical path", sentence=f"matches your critical path {pattern}")
    elif (place := places.critical_path(task.path)) and not any(provisional(task, emphasis)):
        yield Signal(name="critical path", sentence=f"touches {place}")
    if places.critical_branch(task.branch):
        yield Signal(name="critical branch", sentence=f"is on branch {task.branch}")


def provisional(task: Task, emphasis: Emphasis = NO_MORE) -> Iterator[Signal]:
    """Yield what says that the code is only tried out, or is a test or an example."""
    if found := _said(SAYS_PROTOTYPE, task.instruction) or _not_live(task.instruction):
        yield found
    if sentence := _provisional_place(task, emphasis):
        yield Signal(name="prototype path", sentence=sentence)
    if places.provisional_branch(task.branch):
        yield Signal(name="prototype branch", sentence=f"is on branch {task.branch}")


def _provisional_place(task: Task, emphasis: Emphasis) -> str:
    if pattern := places.matching(task.path, emphasis.prototype_paths):
        return f"matches your prototype path {pattern}"
    place = places.provisional_path(task.path)
    if not place:
        return ""
    return f"lies in {place}" if place.endswith("/") else f"is called {place}"


def _said(meant: Cue, instruction: str) -> Signal | None:
    text = _read(instruction)
    found = next((at for at in meant.pattern.finditer(text) if not is_denied(text, at.start(), at.end())), None)
    return Signal(name=meant.name, sentence=f'{meant.sentence} ("{found[0]}")') if found else None


def _not_live(instruction: str) -> Signal | None:
    """Return the signal of "not for production": who says so only tries things out."""
    text = _read(instruction)
    for found in SAYS_CRITICAL.pattern.finditer(text):
        if _LIVE.match(found[0]) and is_denied(text, found.start(), found.end()):
            return Signal(name="not live", sentence=f'says it is not for "{found[0]}"')
    return None


def _read(instruction: str) -> str:
    if len(instruction) > _BEGINNING + _END:
        instruction = f"{instruction[:_BEGINNING]}\n{instruction[-_END:]}"
    return instruction.lower()
