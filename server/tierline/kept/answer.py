"""One kept answer, and what may become of it: pending → partly, applied or discarded. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tierline.edit.hunks import hunks
from tierline.kept.anchor import Anchor, anchor
from tierline.task import Decision, Diagnostic, Kind, Task, Tier


class State(StrEnum):
    """How far an answer has come."""

    PENDING = "pending"
    """An edit that waits for the user."""
    PARTLY = "partly"
    """Some of its hunks were put into the text, and none waits."""
    APPLIED = "applied"
    DISCARDED = "discarded"
    ANSWERED = "answered"
    """For reading; an edit of which nothing can be put into the text too."""


class HunkState(StrEnum):
    """What the user has made of one hunk."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHunk:
    """One change of an answer, and by what its place is found again."""

    id: str
    new: str
    anchor: Anchor
    """Of the text that it replaces."""
    state: HunkState = HunkState.PENDING
    astray: bool = False
    """Whether the text had changed at its place when its document was seen last."""

    @property
    def old(self) -> str:
        """The text that it replaces."""
        return self.anchor.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another answer to the same, to be compared."""

    id: str
    """Under which it is kept itself."""
    text: str
    new_text: str | None
    model: str
    tier: Tier
    score: float
    reasons: tuple[str, ...]
    cost_usd: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer with all that is needed to read it, to put it into the text, and to ask for it once more."""

    key: str
    """Of this answer alone: a client may use a task's id again."""
    id: str
    """The task's."""
    uri: str
    path: str
    """As shown to the user."""
    language: str
    kind: Kind
    instruction: str
    prompt: str
    """Name of the prompt file that had the words; empty where those of the kind served."""
    diagnostics: tuple[Diagnostic, ...]
    """Those in the target, by the document's lines as they were when it was asked."""
    at: float
    """When it came; epoch seconds."""
    tier: Tier
    model: str
    provider: str
    score: float
    """0 to 10."""
    reasons: tuple[str, ...]
    cost_usd: Decimal | None
    """Of the whole task; ``None`` is unknown."""
    decision: Decision
    text: str
    """As the model wrote it."""
    new_text: str | None
    before: str
    """The target when it was asked."""
    target: Anchor
    """The target as it was seen last."""
    digest: str
    """Of the document as it was seen last."""
    hunks: tuple[KeptHunk, ...] = ()
    why: str = ""
    """Why it is not in the text; empty where it is, or just waits."""
    row: str = ""
    """The key of its task in the ledger; empty where there is none."""
    rival: Rival | None = None
    simulated: bool = False
    cached: bool = False

    @property
    def state(self) -> State:
        """How far it has come, which its hunks tell."""
        states = {hunk.state for hunk in self.hunks}
        if not states:
            return State.ANSWERED
        if HunkState.PENDING in states:
            return State.PENDING
        if HunkState.ACCEPTED not in states:
            return State.DISCARDED
        return State.PARTLY if HunkState.REJECTED in states else State.APPLIED

    def decided(self, ids: Collection[str], state: HunkState) -> "Kept":
        """Return the answer with some of its hunks accepted or rejected. What is accepted stands in the text: it stays.

        Once something was decided, ``why`` it had not been put into the text is past.
        """
        found = tuple(
            replace(hunk, state=state) if hunk.id in ids and hunk.state is not HunkState.ACCEPTED else hunk
            for hunk in self.hunks
        )
        changed = replace(self, hunks=found)
        return changed if changed.state is State.PENDING else replace(changed, why="")

    def joined(self, other: "Kept") -> "Kept":
        """Return the answer with what was decided on ``other``, the same one in another editor."""
        known = {hunk.id: hunk.state for hunk in other.hunks}
        changed = self
        for state in (HunkState.REJECTED, HunkState.ACCEPTED):
            waits = HunkState.PENDING, HunkState.REJECTED
            ids = {hunk.id for hunk in self.hunks if known.get(hunk.id) is state and hunk.state in waits}
            changed = changed.decided(ids, state) if ids else changed
        return replace(changed, rival=changed.rival or other.rival)

    @property
    def pending(self) -> frozenset[str]:
        """The ids of the hunks that wait."""
        return frozenset(hunk.id for hunk in self.hunks if hunk.state is HunkState.PENDING)

    @property
    def dearest(self) -> Tier:
        """The dearest tier that has answered so far."""
        order = list(Tier)
        return max((self.tier, *([self.rival.tier] if self.rival else [])), key=order.index)


def hunks_of(task: Task, new_text: str | None) -> tuple[KeptHunk, ...]:
    """Return the hunks that put ``new_text`` in the place of the task's selection; none for an answer to read."""
    if new_text is None or not task.kind.edits:
        return ()
    return tuple(
        KeptHunk(id=hunk.id, new=hunk.text, anchor=anchor(task.source, task.start + hunk.start, task.start + hunk.end))
        for hunk in hunks(task.selection, new_text)
    )
