"""Find a piece of text again in another version of the document, where that is certain."""

from tierline.edit.positions import LINE


def found_again(old: str, start: int, end: int, new: str) -> int | None:
    """Return where ``old[start:end]`` stands in ``new``, the next version; ``None`` where that is not certain.

    It stands just once in each of both; a blank text, or none, does so together with the lines next to it. Of two equal
    pieces more lines around could not tell either which one is new.
    """
    first, last = (start, end) if old[start:end].strip() else _with_context(old, start, end, (1, 1))
    needle = old[first:last]
    if needle.strip() and _once(needle, old) and _once(needle, new):
        return new.index(needle) + start - first
    return None


def _with_context(text: str, start: int, end: int, around: tuple[int, int]) -> tuple[int, int]:
    lines = LINE.findall(text[:start])
    before, after = lines[max(len(lines) - around[0], 0) :], LINE.findall(text[end:])[: around[1]]
    return start - sum(map(len, before)), end + sum(map(len, after))


def _once(needle: str, text: str) -> bool:
    first = text.find(needle)
    return first >= 0 and text.find(needle, first + 1) < 0
