"""Days and months in names: ``20250514``, ``2024-05-13``, ``08-2024``, ``0324``, ``2507``, ``Nov '24``."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*")
_FIRST_YEAR, _LAST_YEAR = 2023, 2035
_LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day as far as a name tells it."""

    month: int
    year: int | None = None
    day: int | None = None

    def agrees(self, other: "Day") -> bool:
        """Whether nothing that both tell differs."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine == theirs for mine, theirs in pairs if mine and theirs)

    def merged(self, other: "Day") -> "Day":
        """Return what both together tell; meant for days that agree."""
        return Day(month=self.month, year=self.year or other.year, day=self.day or other.day)

    def nearest(self, to: date) -> date | None:
        """Return the day meant, in the year next to ``to`` if none is told; ``None`` without a day of the month."""
        if self.day is None:
            return None
        years = (self.year,) if self.year else (to.year - 1, to.year, to.year + 1)
        days = []
        for year in years:
            try:
                days.append(date(year, self.month, self.day))
            except ValueError:  # 29 February of another year
                continue
        return min(days, key=lambda day: abs(day - to), default=None)

    def __str__(self) -> str:
        parts = (str(self.year or ""), f"{self.month:02}", f"{self.day:02}" if self.day else "")
        return "-".join(part for part in parts if part)


def of(day: date) -> Day:
    """Return ``day`` as one that a name tells in full."""
    return Day(year=day.year, month=day.month, day=day.day)


def ends_with_day(tokens: Sequence[str]) -> tuple[int, Day] | None:
    """Read a day from the last tokens; return how many tokens it takes, and the day."""
    for length in (3, 2, 1):
        if len(tokens) >= length and (day := _read(tuple(tokens[-length:]))):
            return length, day
    return None


def near(name: Day, listed: date, slack: timedelta) -> bool:
    """Whether ``name`` is ``listed`` give or take ``slack``, or its month if it tells no more."""
    if name.day is None:
        return name.month == listed.month and name.year in {None, listed.year}
    meant = name.nearest(listed)
    return meant is not None and abs(meant - listed) <= slack


def _read(tokens: tuple[str, ...]) -> Day | None:
    shape = tuple(len(token) if token.isdigit() else "word" for token in tokens)
    reader = _SHAPES.get(shape)
    return reader(*tokens) if reader else None


def _century(two: str) -> str | None:
    year = f"20{two}"
    return year if _FIRST_YEAR <= int(year) <= _LAST_YEAR else None


def _day(year: str | None, month: str, day: str | None = None) -> Day | None:
    if year is None and day is None:
        return None
    if year is not None and not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        date(int(year or _LEAP_YEAR), int(month), int(day or 1))
    except ValueError:
        return None
    return Day(month=int(month), year=int(year) if year else None, day=int(day) if day else None)


def _of_word(word: str, year: str | None) -> Day | None:
    found = _MONTH.fullmatch(word)
    return _day(year, str(_MONTHS.index(found[1]) + 1)) if found else None


_SHAPES: Mapping[tuple[int | str, ...], Callable[..., Day | None]] = {
    (8,): lambda whole: _day(whole[:4], whole[4:6], whole[6:]),
    # 2507 is a month, for there is none of number 25; 0324 is a day
    (4,): lambda short: _day(_century(short[:2]), short[2:]) or _day(None, short[:2], short[2:]),
    ("word", 4): _of_word,
    ("word", 2): lambda word, year: _of_word(word, _century(year)),
    (2, 4): lambda month, year: _day(year, month),
    # 05-06 is a day, 25-01 and 01-25 are months
    (2, 2): lambda a, b: _day(None, a, b) or _day(_century(b), a) or _day(_century(a), b),
    (4, 2, 2): _day,
    (2, 2, 2): lambda year, month, day: _day(_century(year), month, day),
    (2, 2, 4): lambda month, day, year: _day(year, month, day),
}
"""Digits of each token → how they are read."""
