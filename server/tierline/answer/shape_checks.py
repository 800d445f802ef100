"""Checks of answers that programs read: each returns a clause, empty if there is nothing to say."""

import re

from tierline.answer.evidence import Evidence
from tierline.answer.message import MOST_SUBJECT
from tierline.answer.remarks import remarks

_LIST = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)


def subject_too_long(found: Evidence) -> str:
    """Find a commit message whose subject git's tools would cut."""
    length = len(found.reply.split("\n", 1)[0])
    return f"its subject has {length} characters, more than {MOST_SUBJECT}" if length > MOST_SUBJECT else ""


def no_place_named(found: Evidence) -> str:
    """Find a review whose points name no line: they can be read, but not shown where they belong."""
    return "its points name no lines" if _LIST.search(found.reply) and not remarks(found.reply) else ""
