"""The table of checks: what is objected to in which kinds of answer, how much it weighs, and how sure it is."""

from collections.abc import Callable
from typing import NamedTuple

from tierline.answer import code_checks as code, reply_checks as reply, shape_checks as shape, text_checks as text
from tierline.answer.evidence import Evidence
from tierline.answer.finding import Finding
from tierline.task import READABLE, Kind

UNFIT = 6.0
"""Points of an objection from which code would be lost or broken: cut off, left out, no longer parsing, refused.
Nothing is looked for behind it."""
SLIGHT = 3.0
"""Points up to which an objection alone leaves the score at 7 or above; together such objections cost no more."""

_ALL = frozenset(Kind)
_EDITS = _ALL - READABLE
_CODE = _EDITS - {Kind.TRANSLATE}
"""A translation is in another language."""
_KEEPS = frozenset({Kind.FIX, Kind.DOCUMENT, Kind.OPTIMIZE})
"""Kinds after which everything is still there."""
_FIX = frozenset({Kind.FIX})
_COMMIT = frozenset({Kind.COMMIT})
_DOCUMENT = frozenset({Kind.DOCUMENT})
_WITHIN = _KEEPS | {Kind.REFACTOR}
"""Kinds that bring in nothing of which the rest must still be written."""


class Check(NamedTuple):
    """One row: ``find`` returns a clause about the answer, empty if there is nothing to object to."""

    name: str
    kinds: frozenset[Kind]
    points: float
    certain: bool
    find: Callable[[Evidence], str]


SURE, DOUBT = True, False
CHECKS = (
    Check("cut off", _ALL, 6, SURE, reply.cut_off),
    Check("refused", _ALL, 8, SURE, reply.refused),
    Check("too short", READABLE - _COMMIT, 6, SURE, reply.too_short),
    Check("block left open", READABLE, 2, DOUBT, reply.block_left_open),
    Check("subject too long", _COMMIT, 2, SURE, shape.subject_too_long),
    Check("no place named", frozenset({Kind.REVIEW}), 2, DOUBT, shape.no_place_named),
    Check("off the subject", frozenset({Kind.ASK}), 2, DOUBT, reply.off_the_subject),
    Check("no code", _EDITS, 7, SURE, reply.no_code),
    Check("elided", _EDITS, 7, SURE, text.elided),
    Check("no longer parses", _CODE, 8, SURE, code.no_longer_parses),
    Check("still does not parse", _FIX, 5, SURE, code.still_does_not_parse),
    Check("may not parse", _CODE, 4, DOUBT, code.may_not_parse),
    Check("prose", _CODE, 5, DOUBT, text.prose),
    Check("name no longer bound", _CODE, 5, SURE, code.no_longer_bound),
    Check("undefined name", _WITHIN, 5, SURE, code.undefined),
    Check("undefined name to come", _CODE - _WITHIN, 2, DOUBT, code.undefined),
    Check("undefined name left", _FIX, 4, SURE, code.left_undefined),
    Check("missing member", _WITHIN, 4, SURE, code.missing_member),
    Check("drops a definition", _KEEPS, 4, SURE, code.drops_from_file),
    Check("unchanged though broken", _FIX, 4, SURE, text.unchanged_though_broken),
    Check("unchanged fix", _FIX, 4, DOUBT, text.unchanged),
    Check("only words changed", _FIX, 4, DOUBT, text.only_words_changed),
    Check("member left missing", _FIX, 4, DOUBT, code.member_left_missing),
    Check("repeats surroundings", _EDITS, 5, DOUBT, text.repeats_surroundings),
    Check("runs on import", _FIX, 4, DOUBT, code.runs_on_import),
    # For other kinds there may be nothing to change, and a dearer model would say so too.
    Check("unchanged", _EDITS - _FIX, 3, DOUBT, text.unchanged),
    Check("drops a method", _KEEPS, 2, DOUBT, code.drops_from_within),
    # A repair may well be about them.
    Check("other parameters", _KEEPS - _FIX, 2, DOUBT, code.other_parameters),
    Check("not imported", _CODE, 1, DOUBT, code.not_imported),
    Check("changes code", _DOCUMENT, 2, DOUBT, text.changed_beside_words),
    Check("odd pattern", _CODE, 2, DOUBT, code.odd),
    Check("claims too much", _FIX, 2, DOUBT, text.claims_too_much),
    Check("shrunk", _KEEPS, 2, DOUBT, text.shrunk),
    Check("grown", _KEEPS, 1, DOUBT, text.grown),
    # What is to be fixed is told by its symptoms; what is to be done is told by what it is done to.
    Check("named but untouched", _CODE - _FIX, 2, DOUBT, text.named_but_untouched),
    Check("another language", _EDITS, 2, DOUBT, reply.another_language),
)
"""Read from the top: what forbids an answer first, then what is sure, then what is evidence alone."""


def findings(found: Evidence) -> tuple[Finding, ...]:
    """Return all objections to an answer, as the table has them, each sentence once."""
    objections: dict[str, Finding] = {}
    for check in CHECKS:
        if found.task.kind in check.kinds and (sentence := check.find(found)):
            objections.setdefault(sentence, Finding(check.name, sentence, check.points, check.certain))
            if check.points >= UNFIT:
                break
    return tuple(objections.values())
