"""The code of an answer to read."""

from tierline.answer.fences import fenced_blocks


def code_of(reply: str) -> str | None:
    """Return the longest complete block of code, with one final line end; ``None`` where there is none.

    A block that is cut off takes a shorter one beside it: it was to be the answer.
    """
    found = fenced_blocks(reply.replace("\r\n", "\n"))
    code = max((block.text for block in found.complete), key=len, default="")
    if not code.strip() or len(found.cut_off) > len(code):
        return None
    return code.strip("\n").rstrip() + "\n"
