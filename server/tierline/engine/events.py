"""What the engine tells while a task runs. Status, progress and the terminal are observers of these."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tierline.engine.outcome import Attempt, Outcome
from tierline.task import Decision, Profile, Tier


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision was made; a later one takes its place (a fallback, an escalation)."""

    profile: Profile
    decision: Decision


@dataclass(frozen=True, slots=True)
class Asking:
    """A model is asked. ``attempt`` counts from 1; text of earlier attempts is void."""

    attempt: int
    model: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer of the attempt."""

    attempt: int
    delta: str


@dataclass(frozen=True, slots=True)
class Complete:
    """All of the attempt's answer has come; it is scored now."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A call has ended and is booked, whatever came of it; a cancelled one too."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Corrected:
    """A cost that was unknown has become known; the task may have ended long before."""

    number: int
    """Of the call among those that were ``Settled``, from 1 on."""
    attempt: Attempt
    note: str
    """What the user should know about it: that a provider went on after a cancel; mostly empty."""


@dataclass(frozen=True, slots=True)
class Hopped:
    """A model could not answer; the next one is asked."""

    model: str
    tier: Tier
    error: str


@dataclass(frozen=True, slots=True)
class Escalated:
    """The answer scored too low, and MAXIMUM is asked once. What there is so far is paid for and complete."""

    so_far: Outcome


Event = Decided | Asking | Text | Complete | Settled | Corrected | Hopped | Escalated
Observer = Callable[[Event], None]
Consent = Callable[[str], Awaitable[bool]]
"""Ask the user a question that costs money if the answer is yes."""


async def refuse(_question: str) -> bool:
    """Answer for a user who can't be asked."""
    return False
