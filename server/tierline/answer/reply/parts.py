"""Put what was given back to where it belongs: definitions among others, a selection within its file."""

import re
from collections import Counter
from collections.abc import Sequence

from tierline.answer.reply.rows import lead_of, only_at
from tierline.answer.reply.units import Unit, name_in, units

_INLINED, _SOME = 0.5, 2
"""The part of a missing definition's lines, and their number, from which it has become part of another."""
_TELLING = 3
"""Characters of a line that tells something."""
_ANCHOR = 3
"""Rows next to the selection that show where it begins and ends in a whole file."""
_AT_LEAST = 2
"""As many of them as are no chance."""


def spliced(block: Sequence[str], rows: Sequence[str]) -> list[str] | None:
    """Return ``rows`` with the definitions of ``block`` in the place of those of the same names.

    ``None`` where the block stands for all of ``rows``: it has all that these define, or only leaves something out.
    """
    had, given = units(rows), units(block)
    names, known = [unit.name for unit in given], [unit.name for unit in had]
    # What has only moved (into a class, say) is not missing.
    anywhere = {name_in(row) for row in block}
    missing = [unit for unit in had if unit.name not in anywhere]
    common = [name for name in names if name in known]
    if len(had) == len(given) == 1 and common:
        return _inner(block, given[0], rows, had[0])
    if not missing or not common or any(known.count(name) != 1 or names.count(name) != 1 for name in common):
        return None
    places = [known.index(name) for name in common]
    if places != sorted(places) or _only_leaves_out(block, given, rows, had) or _inlined(block, rows, missing):
        return None
    if not _is_nothing_but(block, given, rows) or not _is_a_part(block, rows, missing, had):
        return None
    new, after = list(rows), len(block)
    for unit in reversed([unit for unit in given if unit.name in known]):
        old = had[known.index(unit.name)]
        earlier = [other.last for other in given if other.last <= unit.first and other.name in known]
        start = max(earlier, default=min(other.first for other in given))
        own = _inner(block[unit.first : unit.last], _moved(unit), rows[old.first : old.last], _moved(old))
        if own is None:
            above = [] if unit.first < unit.head else rows[old.first : old.head]
            own = [
                *above,
                *_at_depth(block[unit.first : unit.last], lead_of(block[unit.head]), lead_of(rows[old.head])),
            ]
        new[old.first : old.last] = _trimmed([*block[start : unit.first], *own, *block[unit.last : after]])
        after = start
    return new


def cut_out(block: Sequence[str], before: Sequence[str], after: Sequence[str], rows: Sequence[str]) -> list[str] | None:
    """Return the part of a whole file that stands between the same neighbours as the selection ``rows``."""
    above = [row for row in before if row.strip()][-_ANCHOR:]
    below = [row for row in after if row.strip()][:_ANCHOR]
    full = [(at, row) for at, row in enumerate(block) if row.strip()]
    texts = [row for _, row in full]
    start, end = 0, len(full)
    if above:
        place = only_at(above, texts)
        if place is None:
            return None
        start = place + len(above)
    if below:
        place = only_at(below, texts[start:])
        if place is None:
            return None
        end = start + place
    if len(above) + len(below) < _AT_LEAST or start >= end or _stand_in(above, rows) or _stand_in(below, rows):
        return None
    if sum(len(row.strip()) for row in (*above, *below)) < _TELLING * _TELLING:
        return None
    return list(block[full[start][0] : full[end - 1][0] + 1])


def _stand_in(near: Sequence[str], rows: Sequence[str]) -> bool:
    return bool(near) and only_at(near, [row for row in rows if row.strip()]) is not None


def _moved(unit: Unit) -> Unit:
    return Unit(unit.name, 0, unit.head - unit.first, unit.last - unit.first)


def _inner(block: Sequence[str], given: Unit, rows: Sequence[str], had: Unit) -> list[str] | None:
    """Splice the bodies of two definitions of the same name, if the new one has but some of the old one's members."""
    body, old = block[given.head + 1 : given.last], rows[had.head + 1 : had.last]
    if block[given.head].strip() != rows[had.head].strip():
        return None
    members = spliced(body[: _closing(body)], old[: _closing(old)])
    if members is None or len(lead_of(block[given.head])) != len(lead_of(rows[had.head])):
        return None
    return [*rows[: had.head + 1], *members, *old[_closing(old) :], *rows[had.last :]]


def _closing(body: Sequence[str]) -> int:
    """Return where the rows begin that only close the definition around ``body``."""
    last = body[-1] if body else ""
    least = min((len(lead_of(row)) for row in body[:-1] if row.strip()), default=0)
    closes = (
        bool(last.strip()) and len(lead_of(last)) < least and (not last.strip()[0].isalnum() or last.strip() == "end")
    )
    return len(body) - 1 if closes else len(body)


def _only_leaves_out(block: Sequence[str], given: Sequence[Unit], rows: Sequence[str], had: Sequence[Unit]) -> bool:
    """Whether a block has no definition that is new or changed: then what it lacks was taken out on purpose."""
    old = {unit.name: _telling(rows[unit.first : unit.last]) for unit in had}
    return all(_telling(block[unit.first : unit.last]) == old.get(unit.name) for unit in given)


def _is_a_part(block: Sequence[str], rows: Sequence[str], missing: Sequence[Unit], had: Sequence[Unit]) -> bool:
    """Whether a block needs what it lacks, or is so short that it can't be meant for all."""
    words = set(re.findall(r"\w+", "\n".join(block)))
    needed = any(unit.name in words for unit in missing)
    return needed or len(missing) * 2 > len(had) or len(_telling(block)) * 2 < len(_telling(rows))


def _telling(rows: Sequence[str]) -> list[str]:
    return [row.strip() for row in rows if row.strip()]


def _inlined(block: Sequence[str], rows: Sequence[str], missing: Sequence[Unit]) -> bool:
    """Whether what is missing lives on in other definitions."""
    here = Counter(row.strip() for row in block)
    for unit in missing:
        own = {row.strip() for row in rows[unit.head + 1 : unit.last] if len(row.strip()) > _TELLING}
        others = Counter(row.strip() for row in (*rows[: unit.first], *rows[unit.last :]))
        moved = [row for row in own if here[row] > others[row]]
        if len(moved) >= _SOME and len(moved) >= _INLINED * len(own):
            return True
    return False


def _is_nothing_but(block: Sequence[str], given: Sequence[Unit], rows: Sequence[str]) -> bool:
    """Whether each row belongs to a definition, or stands in the selection already."""
    inside = {at for unit in given for at in range(unit.first, unit.last)}
    known = {row.strip() for row in rows}
    return all(at in inside or not row.strip() or row.strip() in known for at, row in enumerate(block))


def _at_depth(text: Sequence[str], given: str, wanted: str) -> list[str]:
    return [wanted + row[len(given) :] if row.strip() and row.startswith(given) else row for row in text]


def _trimmed(rows: Sequence[str]) -> list[str]:
    full = [at for at, row in enumerate(rows) if row.strip()]
    return list(rows[full[0] : full[-1] + 1])
