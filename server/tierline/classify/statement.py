r"""What the statement of a programming problem says of its difficulty.

The weights were written down by hand, after a look at which words go with difficulty in exercises and small benchmarks
but before any contest problem of the largest set was scored. Ridge regression on outcomes, judged on sources that it
had not seen, gained little on statements and lost on questions: so nothing here is fitted, but for the one slope in
``data/difficulty.json`` that turns their sum into a share of failures.

They are read only where no code is selected, or where code is to be made: on descriptions that come with code to fix
they were measured to rank worse than chance.
"""

import math
import re
from collections.abc import Iterator

from tierline.classify.words import cue
from tierline.task import Signal

_LONGEST = 12_000
"""Characters that are read: more are a paste, not a statement."""
SHORTEST = 60
"""Words below which an instruction is an order, and no statement."""

CUES = (
    cue(
        "optimum",
        r"\b(?:minimum|maximum|minimi[sz]e|maximi[sz]e|minimal|maximal|optimal(?:ly)?|fewest|smallest|largest|shortest|"
        r"longest|cheapest|at (?:most|least))\b",
        "asks for an optimum",
        0.05,
    ),
    cue(
        "counting",
        r"\bnumber of (?:\w+ ){0,3}(?:ways|pairs|triples|tuples|subsequences|subarrays|substrings|subsets|permutations|"
        r"sequences|arrays|paths|strings|arrangements|combinations|distinct)\b|"
        r"\bhow many (?:\w+ ){0,3}(?:ways|pairs|such)\b|\bcount the\b",
        "counts what can be made",
        0.08,
    ),
    cue(
        "modulus",
        r"\bmodulo\b|\b998244353\b|10\s*(?:\^|\*\*)\s*\{?9\}?\s*\+\s*7|\b1000000007\b",
        "answers modulo a number",
        0.12,
    ),
    cue(
        "structure",
        r"\b(?:graph|trees?|edges?|vertex|vertices|nodes?|subtree|path|cycle|connected|heap|trie|linked list|stack|"
        r"queue|dag|topolog\w+|spanning)\b",
        "is about a data structure",
        0.05,
    ),
    cue(
        "parts",
        r"\b(?:subsequences?|substrings?|subarrays?|subsets?|permutations?|partitions?|intervals?|segments?|"
        r"palindrom\w+|lexicographical\w*|prefix|suffix)\b",
        "is about parts of a sequence",
        0.05,
    ),
    cue("queries", r"\bquer(?:y|ies)\b", "answers queries", 0.05),
    cue(
        "moves",
        r"\b(?:operations?|moves?|any number of times|choose|swap|turns?|steps?)\b",
        "searches among moves",
        0.04,
    ),
    cue("game", r"\b(?:optimally|players?|wins?)\b", "is a game", 0.05),
    cue("chance", r"\b(?:expected value|probabilit\w+)\b", "computes a probability", 0.08),
    cue("grid", r"\b(?:grid|matrix|board|maze|cells?|coordinates?)\b", "lies on a grid", 0.02),
    cue(
        "number theory",
        r"\b(?:prime|gcd|divisors?|divisible|xor|bitwise|modular|factorial)\b",
        "is about numbers",
        0.02,
    ),
    cue(
        "time bound",
        r"\bo\([^)\n]{1,20}\)|\b(?:time complexity|linear time|log(?:arithmic)? time|constant space|in-place|"
        r"efficient\w*)",
        "sets a bound on time or memory",
        0.06,
    ),
    cue(
        "grammar",
        r"\b(?:pars(?:e|er|ing)|grammar|interpreter|evaluat\w+|tokeni[sz]\w*|regular expression|compiler|cipher)\b",
        "reads a language",
        0.03,
    ),
    cue(
        "parallel",
        r"\b(?:concurren\w+|threads?|thread[- ]safe|parallel\w*|deadlocks?|mutex|atomic)\b",
        "asks for concurrency",
        0.08,
    ),
    cue(
        "ease",
        r"\b(?:print|hello|greet\w*|return true if|sum of|convert|reverse|check (?:if|whether)|whether|even|odd|"
        r"uppercase|lowercase|average|length|first|last|given (?:a )?(?:string|number|list|integer))\b",
        "asks for something common",
        -0.08,
    ),
)
"""What the words of a statement stand for. Said once, a cue counts half; said twice or more, in full."""

_STUB = re.compile(
    r"\s*(?:import|from|def|class|async|function|func|fn|pub|public|package|use|using|const|@|#include)\b.*[\w;:{)>]\s*\n"
)
"""Text that begins as code: a function to complete, whose docstring tells of parameters more than of a problem."""

_TOLD = 20
"""Words before the examples that a statement has."""
_FEW_WORDS = 10
_SMALL = 2
_LARGEST = 18
"""The largest power of ten that fits 64 bits; longer numbers are identifiers."""

_EXAMPLES = re.compile(
    r"\n\s*\**(?:Examples?|Sample (?:Input|Output)|Input\s*:|Note|For example|Constraints)\b|>>>|\nassert\b|```",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"10\s*(?:\^|\*\*)\s*\{?\s*(\d{1,2})\b|\b1e(\d{1,2})\b|\b(\d{1,3}(?:[,_]\d{3})+|\d{4,19})\b")
_FORMULA = re.compile(r"[A-Za-z]_\{?\w|\\(?:leq?|ldots|dots|times|sum|cdots)\b|<=|≤|\$")
_CONDITION = re.compile(r"\b(?:if|when|while|each|every|all|any|such that|exactly)\b")


def read(instruction: str) -> Iterator[Signal]:
    """Yield what a statement says, with the weights of the rules; nothing where the words are no statement."""
    text = instruction[:_LONGEST]
    if is_order(text) or _STUB.match(text):
        return
    examples = _EXAMPLES.search(text, 80)
    told = text[: examples.start()] if examples else text
    if len(told.split(maxsplit=_TOLD)) < _TOLD:
        return
    yield from _cues(told.lower())
    yield from _amounts(text, told, posed=examples is not None or _FORMULA.search(told) is not None)


def _cues(lowered: str) -> Iterator[Signal]:
    for found in CUES:
        if said := found.pattern.findall(lowered):
            yield found.signal(said[0], min(1.0, len(said) / 2))


def _amounts(text: str, told: str, *, posed: bool) -> Iterator[Signal]:
    """Yield what length, numbers and formulas say; where no problem is ``posed``, length and numbers say nothing."""
    if formulas := len(_FORMULA.findall(told)):
        yield Signal(name="formulas", sentence="is told in formulas", weight=0.06 * min(1.0, formulas / 20))
    if not posed:
        return
    if (words := len(told.split())) > _FEW_WORDS:
        share = min(1.0, math.log(words / _FEW_WORDS) / math.log(40))
        yield Signal(name="statement", sentence=f"{words} words of statement", weight=0.12 * share)
    if (size := largest_exponent(text)) > _SMALL:
        weight = 0.12 * min(1.0, (size - _SMALL) / 7)
        yield Signal(name="bound", sentence=f"speaks of numbers up to 10^{size}", weight=weight)
    if conditions := len(_CONDITION.findall(told.lower())):
        weight = 0.03 * min(1.0, conditions / 10)
        yield Signal(name="conditions", sentence=f"{conditions} words of condition", weight=weight)


def is_order(instruction: str) -> bool:
    """Whether ``instruction`` is too short to be the statement of a problem."""
    return len(instruction.split(maxsplit=SHORTEST)) < SHORTEST


def largest_exponent(text: str) -> int:
    """Return the largest power of ten that is written in ``text`` up to 10^18; 0 where there is none."""
    return max((size for size in map(_exponent, _NUMBER.finditer(text)) if size <= _LARGEST), default=0)


def _exponent(found: re.Match[str]) -> int:
    if power := found[1] or found[2]:
        return int(power)
    return len(found[3].replace(",", "").replace("_", "")) - 1
