"""Patterns of paths as in ``.gitignore``, matched in time that grows with their length alone.

A rule's patterns may come with a cloned project. Translated into one regular expression, as is usual, a pattern with
many stars takes years on a path that is made for it; here each star goes back to itself at most.
"""

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from functools import lru_cache

_ANY = "**"
"""Stands for any number of folders, none too."""
_LONGEST_PATH = 1_000
"""Code points; what is longer matches nothing, so that no path holds a decision up."""
_PLAIN = re.compile(r"[^*?\[\\]+")

Part = str | Callable[[str], object]
"""Of a pattern, between slashes: ``_ANY``, a name as it stands, or what tells whether a name fits."""


@lru_cache(maxsize=256)
def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return whether a path, relative to the project and with ``/``, is matched; the last pattern that fits decides.

    As in ``.gitignore``: a pattern fits a file or a folder with all that is in it, at any depth unless a slash stands
    before its end; one that ends in a slash fits folders alone; ``!`` takes back.

    Raises:
        ValueError: one of them is no pattern.
    """
    read = tuple(_read(pattern) for pattern in patterns)

    def matches(path: str) -> bool:
        if len(path) > _LONGEST_PATH:
            return False
        names = [name for name in path.split("/") if name]
        return next((wanted for wanted, parts in reversed(read) if _fits(parts, names)), False)

    return matches


def _read(pattern: str) -> tuple[bool, tuple[Part, ...]]:
    """Return whether what fits is wanted, and the pattern's parts."""
    wanted = not pattern.startswith("!")
    text = pattern.removeprefix("!")
    # A space at the end counts where a backslash says so.
    text = text.rstrip() + (" " if text.rstrip().endswith("\\") and text != text.rstrip() else "")
    steps = [step for step in text.split("/") if step]
    if not steps or text.startswith("#"):
        raise ValueError(pattern)
    anchored = "/" in text.rstrip("/")
    inside = text.endswith("/") or steps[-1] == _ANY
    if steps[-1] == _ANY:
        steps.pop()
    parts = [*map(_part, steps)]
    if not anchored:
        parts.insert(0, _ANY)
    # What lies in a folder that fits, fits: anything may follow, and in a folder something must.
    return wanted, (*parts, *([_anything] if inside else []), _ANY)


def _part(step: str) -> Part:
    if step == _ANY or _PLAIN.fullmatch(step):
        return step
    # From git's way of writing to fnmatch's: [^a] is [!a], and a backslash takes the next sign as it is.
    said = re.sub(r"\\(.)", lambda found: f"[{found[1]}]" if found[1] in "*?[" else found[1], step)
    said = said.replace("[^", "[!")
    return re.compile(translate(said)).match


def _anything(_name: str) -> bool:
    return True


def _fits(parts: Sequence[Part], names: Sequence[str]) -> bool:
    """Whether ``parts`` fit ``names`` from the first to the last.

    Each ``_ANY`` takes as few names as it can; only the last that was met ever takes more, which is enough, for
    what stands before it has fitted already (Krauss's matching of wildcards, over names).
    """
    part = name = 0
    again = taken = -1
    while name < len(names):
        if part < len(parts) and parts[part] == _ANY:
            again, taken = part, name
            part += 1
        elif part < len(parts) and _is(parts[part], names[name]):
            part += 1
            name += 1
        elif again >= 0:
            taken += 1
            part, name = again + 1, taken
        else:
            return False
    return all(rest == _ANY for rest in parts[part:])


def _is(part: Part, name: str) -> bool:
    return part == name if isinstance(part, str) else bool(part(name))
