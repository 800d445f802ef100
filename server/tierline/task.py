"""The nouns that every room shares: ``Task`` → ``Profile`` → ``Decision``, and the base of all errors.

Nothing here does anything; nothing here imports another room.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from tierline_scoring.tier import Tier

__all__ = [
    "Attachment",
    "Complexity",
    "Decision",
    "Diagnostic",
    "Importance",
    "Kind",
    "Neighbour",
    "OwnPrompt",
    "Profile",
    "Signal",
    "Task",
    "Tier",
    "TierlineError",
]


class Kind(StrEnum):
    """What the user asks to be done: with the selection, but for ``commit``."""

    EXPLAIN = "explain"
    FIX = "fix"
    REFACTOR = "refactor"
    TEST = "test"
    DOCUMENT = "document"
    REVIEW = "review"
    EDIT = "edit"
    ASK = "ask"
    GENERATE = "generate"
    OPTIMIZE = "optimize"
    TRANSLATE = "translate"
    COMMIT = "commit"
    """The message of a commit, from what is staged; the changes are the task's text."""

    @property
    def edits(self) -> bool:
        """Whether the answer replaces the selection; if not, it is for reading."""
        return self not in READABLE


READABLE = frozenset({Kind.EXPLAIN, Kind.REVIEW, Kind.ASK, Kind.TEST, Kind.COMMIT})
"""Kinds whose answer does not take the selection's place. New tests belong in a file of their own."""

ON_SELECTION = tuple(kind for kind in Kind if kind is not Kind.COMMIT)
"""Kinds that work on a part of a file."""

JUDGES_CODE = frozenset(
    {Kind.FIX, Kind.REFACTOR, Kind.TEST, Kind.EDIT, Kind.GENERATE, Kind.OPTIMIZE, Kind.TRANSLATE, Kind.REVIEW}
)
"""Kinds that write code or pass judgement on it; the others put code into words."""

NEEDS_INSTRUCTION = frozenset({Kind.EDIT, Kind.ASK, Kind.TRANSLATE})
"""Kinds that mean nothing without words; the comments in the selection can be these words."""


class Complexity(StrEnum):
    """How hard the task looks, before any model is called."""

    SIMPLE = "simple"
    MODERATE = "moderate"
    COMPLEX = "complex"


class Importance(StrEnum):
    """How much a wrong answer would hurt."""

    NORMAL = "normal"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A problem that the editor reports within the selection. ``line`` is 0-based in the document."""

    line: int
    message: str
    severity: str = "error"
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPrompt:
    """Words from a prompt file, which take the place of those that Tierline has for the task's kind."""

    name: str
    """Of the command (``type-hints``)."""
    words: str
    """As they were written, placeholders included."""
    needs_instruction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another file that the user has open; its signatures may go along with a task."""

    path: str
    """Relative to the project, with ``/``."""
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something that one sort of task needs beside the selection: the tests there are, subjects of earlier commits."""

    name: str
    """What a preview calls it (``existing tests``)."""
    heading: str
    """What it is, as the model is told it, without the colon. Names within are printable, on one line."""
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One request of the user, with all that is needed to carry it out.

    ``start`` and ``end`` are offsets into ``source`` in code points, ``start <= end``.
    """

    kind: Kind
    source: str
    start: int
    end: int
    path: str = ""
    """As shown to the user, relative to the project where possible; empty for an unnamed buffer."""
    language: str = ""
    """LSP language id (``python``, ``typescriptreact``); empty if unknown."""
    instruction: str = ""
    branch: str = ""
    """The branch that is checked out; empty if unknown."""
    diagnostics: tuple[Diagnostic, ...] = ()
    prompt: OwnPrompt | None = None
    """The user's or the project's words for it; ``None`` where Tierline's own serve."""
    notes: str = ""
    """What the project's ``.tierline/instructions.md`` says."""
    neighbours: tuple[Neighbour, ...] = ()
    """Other open files, the nearest first."""
    attachments: tuple[Attachment, ...] = ()
    """What this sort of task needs beside all that, the most needed first."""

    @property
    def selection(self) -> str:
        """The selected text."""
        return self.source[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One observation that moved the profile, in plain words (``3 nested loops``)."""

    name: str
    sentence: str
    weight: float = 0.0
    """What it added to the difficulty; 0 for signals of importance or prototyping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the classifier made of a task."""

    kind: Kind
    """What the words ask for: that of the command, unless it leaves it to a free instruction (``edit``, ``ask``)."""
    complexity: Complexity
    difficulty: float
    """0 (trivial) to 1 (hard); ``complexity`` is this, cut at two points."""
    importance: Importance = Importance.NORMAL
    prototyping: bool = False
    lines: int = 0
    """Lines of the selection, blank ones and comments too."""
    signals: tuple[Signal, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Which tier answers, and why: the same words in the status bar, the terminal, the log and the tests."""

    tier: Tier
    models: tuple[str, ...]
    """OpenRouter ids in the order they are tried: the primary, then the tier's backups."""
    rule: str
    """Name of the rule that fired (``critical``)."""
    reason: str
    """A clause that completes "because …" (``the code matters: touches auth/``)."""

    @property
    def model(self) -> str:
        """The primary model; empty where the tier has none."""
        return self.models[0] if self.models else ""


class TierlineError(Exception):
    """Anything that stops a task for a reason the user can act on.

    ``str(error)`` is one sentence that says what is wrong and what to do. ``code`` names the
    case for programs (``no-key``); the command line gives each its own exit status.
    """

    code = "failed"
