"""Which days ``tierline usage`` is about: on the user's clock, whatever a day's length."""

import argparse
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tierline.cli.parser import BadUsage

_MOST_DAYS = 36_500
_USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Window:
    """From ``since`` on, and before ``until`` if that is given; ``words`` tell it in a sentence."""

    since: datetime
    until: datetime | None
    words: str


def add_window(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    begin = parser.add_mutually_exclusive_group()
    begin.add_argument("--days", type=_days, metavar="N", help=f"the last N days (default: {_USUAL_DAYS})")
    begin.add_argument("--since", type=_date, metavar="DATE", help="from this day on, as 2026-03-31")
    parser.add_argument("--until", type=_date, metavar="DATE", help="up to this day, which is included")


def window(options: argparse.Namespace, now: datetime) -> Window:
    """Return what the options ask for.

    Raises:
        BadUsage: it ends before it begins.
    """
    until = None if options.until is None else _midnight(options.until + timedelta(days=1))
    if options.since is None:
        days = options.days or _USUAL_DAYS
        words = "in the last day" if days == 1 else f"in the last {days} days"
        if options.until is None:
            return Window(now - timedelta(days=days), None, words)
        begin = options.until - timedelta(days=days - 1)
    else:
        begin = options.since
        if options.until is not None and options.until < begin:
            raise BadUsage(f"--until {options.until} lies before --since {begin}.")
    words = f"since {begin}" if options.until is None else f"from {begin} to {options.until}"
    return Window(_midnight(begin), until, words)


def _midnight(day: date) -> datetime:
    # Of the wall: the system knows the offset that holds on that day.
    return datetime.combine(day, time.min).astimezone()


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_DAYS)) and 0 < int(text) <= _MOST_DAYS):
        raise argparse.ArgumentTypeError(f"it takes a number of days from 1 to {_MOST_DAYS}")
    return int(text)


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2026-03-31") from None
    first, last = date(2000, 1, 1), datetime.now(UTC).date() + timedelta(days=_MOST_DAYS)
    if not first <= found <= last:
        raise argparse.ArgumentTypeError(f"a day lies between {first} and {last}")
    return found
