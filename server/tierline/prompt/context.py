"""What stands around a selection, as far as a model needs it."""

BEFORE_CHARACTERS = 3_000
AFTER_CHARACTERS = 1_000
HEAD_CHARACTERS = 1_000
"""How much of the file goes along: its head (imports), what precedes, what follows. Whole lines only."""


def surroundings(source: str, start: int, end: int) -> tuple[str, str]:
    """Return the text before and after ``source[start:end]``, each shortened to whole lines.

    The head of the file is kept where the text between it and the selection is left out.
    """
    before, after = source[:start], source[end:]
    if len(before) > HEAD_CHARACTERS + BEFORE_CHARACTERS:
        head = before[: before.rfind("\n", 0, HEAD_CHARACTERS) + 1]
        near = before[-BEFORE_CHARACTERS:]
        before = f"{head}[… lines left out …]\n{near[near.find(chr(10)) + 1 :]}"
    if len(after) > AFTER_CHARACTERS:
        after = after[: after.rfind("\n", 0, AFTER_CHARACTERS) + 1]
    return before.strip("\n"), after.strip("\n")
