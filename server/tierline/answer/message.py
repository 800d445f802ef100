"""The message of a commit, out of a reply that may say more than that."""

import re

from tierline.answer.fences import fenced_blocks

MOST_SUBJECT = 72
"""Characters of a subject: what git's own tools show of it."""

_TALK = re.compile(r"(?:here(?:'s| is| are)|sure|certainly|okay|ok|based on)\b[^\n]*:?", re.IGNORECASE)
_LABEL = re.compile(r"(?:#+\s*|\*\*)?(?:suggested )?(?:commit message|subject)(?:\*\*)?\s*:(?:\*\*)?\s*", re.IGNORECASE)


def commit_message(reply: str) -> str:
    """Return the message alone: without a fence, an announcement before it, or quotes around its subject."""
    text = reply.replace("\r\n", "\n").strip()
    found = fenced_blocks(text)
    if found.complete:
        text = found.complete[0].text
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    while lines and (not lines[0] or (len(lines) > 1 and _TALK.fullmatch(lines[0]))):
        lines.pop(0)
    if not lines:
        return ""
    subject = _LABEL.sub("", lines[0], count=1).strip().strip("*")
    if len(subject) > 1 and subject[0] == subject[-1] and subject[0] in "\"'`":
        subject = subject[1:-1]
    body = "\n".join(lines[1:]).strip("\n")
    # Git takes all up to the first empty line for the subject.
    return f"{subject}\n\n{body}" if subject and body else subject or body
