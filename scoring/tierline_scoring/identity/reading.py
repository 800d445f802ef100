"""A published name taken apart: who published it, what it is called, of which day, how tuned, how run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tierline_scoring.identity.day import Day, ends_with_day
from tierline_scoring.identity.operating_point import OperatingPoint, ends_with_mark, read_phrase
from tierline_scoring.identity.tokens import canonical, cut
from tierline_scoring.identity.vendors import HOSTS, MAKERS, VENDORS

_PATH = re.compile(r"(~?[\w.\-]+(?:/[\w.\-]+)*)/(.+)")
_VARIANT = re.compile(r":(free|batch|thinking|nitro|floor|exacto|extended)$")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SETTING = re.compile(
    r"diff|whole|udiff|deprecated|t=\S+|temperature=\S+|length=\S+|\d+[ -]shot|(?:via )?(?:official )?\w+ api"
)
_UNDERSCORED = re.compile(r"_(?:(\d+)k|max)$", re.IGNORECASE)
_TUNED = {"instruct": "chat", "inst": "chat", "it": "chat", "chat": "chat", "base": "base"}
_PREVIEWS = {"preview": "preview", "exp": "exp", "experimental": "exp", "beta": "beta"}
_PRECISIONS = frozenset({"fp8", "bf16", "fp16", "hf"})
_FORMATS = frozenset({"diff", "whole"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A name taken apart. Two names of one model have equal stems."""

    stem: tuple[str, ...]
    """Family, version, sizes and whatever else tells models apart, in order."""
    marks: tuple[OperatingPoint, ...] = ()
    """Marks of the way it was run, the innermost first; an id may carry some of them in its own name."""
    remarks: tuple[OperatingPoint, ...] = ()
    """The same, said in brackets."""
    day: Day | None = None
    tuned: str = ""
    """``chat``, ``base``, or empty if the name does not say."""
    tuned_as: str = ""
    """The word for it: ``it``, ``instruct``, ``chat``."""
    preview: str = ""
    publisher: str = ""
    """As OpenRouter spells it where it knows them; empty if the name tells none, or but a host."""
    notes: tuple[str, ...] = ()
    """What was read past, in words."""
    whole: bool = True
    """Whether one model, and that alone, is named."""

    @property
    def runs(self) -> tuple[OperatingPoint, ...]:
        """All marks, the innermost first."""
        return self.marks + self.remarks


@dataclass(slots=True)
class _Parts:
    day: Day | None = None
    days_differ: bool = False
    remarks: list[OperatingPoint] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add_day(self, day: Day) -> None:
        self.days_differ |= self.day is not None and not self.day.agrees(day)
        self.day = day if self.day is None else self.day.merged(day)

    def take(self, remark: str) -> bool:
        """Take a remark in if all of it is understood."""
        point = read_phrase(remark)
        tokens = cut(remark)
        day = ends_with_day(tokens)
        if point:
            self.remarks.append(point)
        elif day and day[0] == len(tokens):
            self.add_day(day[1])
        elif _SETTING.fullmatch(remark.strip().lower()):
            self.notes.append(f"'{remark.strip()}' tells how it was measured")
        else:
            return False
        return True


@lru_cache(maxsize=65536)
def read(name: str) -> Reading:
    """Take ``name`` apart. Never fails: what is not understood stays in the stem."""
    text, parts = name.strip(), _Parts()
    if variant := _VARIANT.search(text):
        text = text[: variant.start()]
        parts.notes.append(f"':{variant[1]}' is another price of the same model")
    text, _, host = text.partition("@")
    if host:
        parts.notes.append(f"served by {host}")
    publisher, text = _publisher(text, parts)
    text = _UNDERSCORED.sub(lambda found: f"-thinking-{found[1]}k" if found[1] else "-max-effort", text)
    text = _BRACKETS.sub(lambda found: " " if _take_all(found[1], parts) else f" {found[1]} ", text)
    text, *phrases = text.split(", ")
    together = " + " in text
    text = " ".join((text, *(phrase for phrase in phrases if not parts.take(phrase))))
    reading = _strip(cut(text), parts)
    return replace(
        reading,
        publisher=publisher,
        whole=bool(reading.stem) and not together and not parts.days_differ and not name.startswith("~"),
    )


def model_key(name: str) -> str:
    """Return one spelling for all names of a model that no catalogue lists, however it was run."""
    reading = read(name)
    day = (str(reading.day),) if reading.day else ()
    return "-".join((*reading.stem, reading.preview, reading.tuned, *day))


def _take_all(bracket: str, parts: _Parts) -> bool:
    trial = _Parts(parts.day, parts.days_differ, list(parts.remarks), list(parts.notes))
    if not all(trial.take(remark) for remark in bracket.split(",")):
        return False
    parts.day, parts.days_differ, parts.remarks, parts.notes = trial.day, trial.days_differ, trial.remarks, trial.notes
    return True


def _publisher(text: str, parts: _Parts) -> tuple[str, str]:
    """Part the publisher from the name; a host only serves, and says nothing of the model."""
    found = _PATH.fullmatch(text)
    if not found:
        return "", text
    path, rest = found[1].lower().split("/"), found[2]
    owner = path[-1]
    if owner in HOSTS:
        parts.notes.append(f"served by {owner}")
        return "", rest
    return VENDORS.get(owner, owner), rest


def _strip(tokens: tuple[str, ...], parts: _Parts) -> Reading:
    """Take marks, days and previews off the end, tuning out of wherever it stands, and the maker off the front."""
    left = list(tokens)
    while len(left) > 1 and (left[0] in HOSTS or (left[0] in MAKERS and left[1].startswith(MAKERS[left[0]]))):
        parts.notes.append(f"'{left[0]}' is {'a host' if left[0] in HOSTS else 'the maker'}")
        del left[0]
    words = [token for token in left[1:] if token in _TUNED]
    if left[-2:] == ["instruct", "turbo"]:
        parts.notes.append("'turbo' is a host's name for faster serving")
        del left[-1]
    left[1:] = [token for token in left[1:] if token not in _TUNED]
    tuned_as = words[-1] if words else ""
    marks: list[OperatingPoint] = []
    preview = ""
    for length, what in _ends(left):
        if isinstance(what, Day):
            parts.add_day(what)
        elif isinstance(what, OperatingPoint):
            marks.insert(0, what)
        elif what in _PREVIEWS:
            preview = _PREVIEWS[what]
        else:
            parts.notes.append(f"'{what}' tells how it was run")
        del left[-length:]
    tuned = _TUNED.get(tuned_as, "")
    if tuned == "base" and left[:1] == ["claude"]:  # Anthropic publishes no base models
        marks.insert(0, OperatingPoint(said="base", thinking=False))
        tuned = tuned_as = ""
    return Reading(
        stem=canonical(left),
        marks=tuple(marks),
        remarks=tuple(parts.remarks),
        day=parts.day,
        tuned=tuned,
        tuned_as=tuned_as,
        preview=preview,
        notes=tuple(parts.notes),
    )


def _ends(left: list[str]) -> Iterator[tuple[int, Day | OperatingPoint | str]]:
    """Yield what the end of ``left`` says, as long as it says anything but the name; the caller takes it off."""
    while len(left) > 1:
        if found := ends_with_day(left):
            length, what = found
            if length == len(left):
                return
            yield length, what
        elif mark := ends_with_mark(left):
            if mark[0] == len(left):
                return
            yield mark
        elif left[-1] in _PREVIEWS or left[-1] in _PRECISIONS or left[-1] in _FORMATS:
            yield 1, left[-1]
        else:
            return
