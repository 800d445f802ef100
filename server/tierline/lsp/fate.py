"""What becomes of answers: kept, taken back, asked for again, or judged by the user.

Values and times in, fates out; who calls owns the clock and the ledger. An answer is watched for ``WATCHED_S``. An edit
that is undone in that time is ``undone`` (and no longer, once it is redone); one that stands there at the end, or when
its document is closed, is ``accepted``; one that the user went on to change stays ``unknown``. Whoever asks the same
of a dearer tier has ``retried``. What the user says beats all of these.
"""

from collections import deque
from dataclasses import dataclass

from tierline.edit.tracked import TrackedRange
from tierline.ledger import Fate
from tierline.task import Kind, Task, Tier

WATCHED_S = 600.0
REMEMBERED = 200
"""Answers that the user can still judge."""

_DEARNESS = {tier: place for place, tier in enumerate(Tier)}

Verdict = tuple[str, Fate]
"""The key of a row, and what became of its answer."""


@dataclass(slots=True, kw_only=True)
class Delivered:
    """An answer that was given, and where it stands if it was put into a document."""

    key: str
    task_id: str
    uri: str
    kind: Kind
    tier: Tier
    at: float
    """Epoch seconds."""
    before: str
    """What was selected."""
    after: str | None = None
    """What takes its place; ``None`` for an answer to read."""
    place: TrackedRange | None = None
    """Where ``after`` stood last, in the text of that time; ``None`` if it was not put into the document."""
    fate: Fate = Fate.UNKNOWN
    final: bool = False

    def follow(self, text: str) -> Fate:
        """Return what the document's new ``text`` makes of the fate."""
        if self.place is None:
            return self.fate
        # Compared with the last text in which the answer stood whole: an undo may come in several steps.
        head, tail = self.place.text[: self.place.start], self.place.text[self.place.end :]
        if text == head + self.before + tail:
            return Fate.UNDONE
        moved = self.place.follow(text)
        if moved.conflict:
            return self.fate
        self.place = moved
        return Fate.UNKNOWN

    def end(self) -> None:
        """Watch it no longer; its texts are not needed then."""
        self.final, self.place, self.before, self.after = True, None, "", None

    def stands_in(self, text: str) -> bool:
        """Whether the answer is in ``text`` as it was given."""
        return self.place is not None and self.place.text == text


class FateWatch:
    """The answers of one connection, the newest last."""

    def __init__(self) -> None:
        self._known: deque[Delivered] = deque(maxlen=REMEMBERED)
        self._texts: dict[str, str] = {}
        """Each watched document's newest text."""

    def deliver(self, answer: Delivered, text: str) -> None:
        """Watch an answer that was just given; ``text`` is its document's."""
        self._texts[answer.uri] = text
        self._known.append(answer)

    def changed(self, uri: str, text: str, now: float) -> list[Verdict]:
        """Take note of a document's new text."""
        found = self.expired(now)
        if uri in self._texts:
            self._texts[uri] = text
        for answer in self._watched(uri):
            found += self._become(answer, answer.follow(text))
        return found

    def asked(self, uri: str, task: Task, tier: Tier | None, now: float) -> list[Verdict]:
        """Take note of a new task, for which the user asked for ``tier``."""
        found = self.expired(now)
        if tier is None:
            return found
        for answer in self._watched(uri):
            same = answer.kind is task.kind and task.selection in (answer.before, answer.after)
            if same and _DEARNESS[tier] > _DEARNESS[answer.tier]:
                found += self._become(answer, Fate.RETRIED)
                answer.end()
        return found

    def judged(self, task_id: str, fate: Fate) -> list[Verdict]:
        """Take note of what the user says about the newest task of this id; nothing if there is none."""
        for answer in reversed(self._known):
            if answer.task_id == task_id:
                answer.end()
                answer.fate = fate
                return [(answer.key, fate)]
        return []

    def expired(self, now: float) -> list[Verdict]:
        """Close the watch on what was given long enough ago."""
        old = [answer for answer in self._known if not answer.final and now - answer.at >= WATCHED_S]
        return self._close(old)

    def closed(self, uri: str) -> list[Verdict]:
        """Close the watch on a document: the editor has closed it."""
        found = self._close(self._watched(uri))
        self._texts.pop(uri, None)
        return found

    def end(self) -> list[Verdict]:
        """Close the watch on everything."""
        return self._close([answer for answer in self._known if not answer.final])

    def _watched(self, uri: str) -> list[Delivered]:
        return [answer for answer in self._known if answer.uri == uri and not answer.final]

    def _close(self, answers: list[Delivered]) -> list[Verdict]:
        found = []
        for answer in answers:
            if answer.fate is Fate.UNKNOWN and answer.stands_in(self._texts.get(answer.uri, "")):
                found += self._become(answer, Fate.ACCEPTED)
            answer.end()
        return found

    @staticmethod
    def _become(answer: Delivered, fate: Fate) -> list[Verdict]:
        if fate is answer.fate:
            return []
        answer.fate = fate
        return [(answer.key, fate)]
