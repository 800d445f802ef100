"""One kept answer, and what may become of it: pending → partly, applied or discarded. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tierline.edit.hunks import hunks
from tierline.edit.waiting import State as HunkState
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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHunk:
    """One change of an answer, and by what its place is found again."""

    id: str
    start: int
    """In the target when it was asked, in code points."""
    old: str
    new: str
    anchor: Anchor
    """Of its place when its document was seen last."""
    state: HunkState = HunkState.PENDING


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
    """Those in the target when it was asked, by its lines."""
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
    """The target as it stood in the document when the answer came."""
    asked: str
    """What the model was asked about: the target, or what had stood there before an earlier answer."""
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
    applies: bool = True
    """Whether an edit was to go into the text at once, without a review."""
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
        if HunkState.ACCEPTED in states:
            return State.APPLIED if len(states) == 1 else State.PARTLY
        return State.PENDING if HunkState.CONFLICT in states else State.DISCARDED

    def with_states(self, states: Mapping[str, HunkState]) -> "Kept":
        """Return the answer with its hunks, by id, in new states; once none waits, ``why`` it waited is past."""
        found = tuple(replace(hunk, state=states.get(hunk.id, hunk.state)) for hunk in self.hunks)
        changed = replace(self, hunks=found)
        return replace(changed, why="") if found and changed.state is not State.PENDING else changed

    def joined(self, other: "Kept") -> "Kept":
        """Return the answer with what was decided on ``other``, the same one in another editor."""
        theirs = {hunk.id: hunk.state for hunk in other.hunks if hunk.state in DECIDED}
        ours = {hunk.id: hunk.state for hunk in self.hunks if hunk.state in DECIDED}
        return replace(self.with_states(theirs | ours), rival=self.rival or other.rival)

    @property
    def dearest(self) -> Tier:
        """The dearest tier that has answered so far."""
        order = list(Tier)
        return max((self.tier, *([self.rival.tier] if self.rival else [])), key=order.index)


DECIDED = frozenset({HunkState.ACCEPTED, HunkState.REJECTED})


def hunks_of(task: Task, new_text: str | None) -> tuple[KeptHunk, ...]:
    """Return the hunks that put ``new_text`` in the place of the task's selection; none for an answer to read."""
    if new_text is None or not task.kind.edits:
        return ()
    return tuple(
        KeptHunk(
            id=hunk.id,
            start=hunk.start,
            old=hunk.old,
            new=hunk.text,
            anchor=anchor(task.source, task.start + hunk.start, task.start + hunk.end),
        )
        for hunk in hunks(task.selection, new_text)
    )
