"""What can be counted in a selection without parsing it for one language."""

import re
from dataclasses import dataclass

from tierline.classify.lexical import PROSE, without_words

_BRANCH = re.compile(
    r"\b(?:if|elif|elsif|else\s+if|unless|switch|match|case|when|except|catch|rescue)\b|\?[^:\n?]{1,80}:|&&|\|\|"
)
_LOOP = re.compile(r"\b(?:for|foreach|while|until|loop)\b")
_DEFINITION = re.compile(
    r"\b(?:def|func|fn|function|class|struct|interface|trait|impl|enum|module|sub|proc)\b\s+[A-Za-z_(]"
    r"|\)\s*=>\s*[{(\w]"
)

SUBJECTS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "concurrency",
        re.compile(
            r"\b(?:async|await|thread(?:s|ing|pool\w*)?|mutex|lock(?:s|ed|ing)?|semaphore|atomic\w*|goroutine|chan|"
            r"synchronized|volatile|spawn|select!|pthread\w*|futures?|concurrent\w*|race)\b|\bgo\s+func\b",
            re.IGNORECASE,
        ),
        "runs things concurrently",
    ),
    (
        "unsafe memory",
        re.compile(r"\bunsafe\b|\bmalloc\b|\bfree\s*\(|\bmemcpy\b|\breinterpret_cast\b|\btransmute\b|\bctypes\b"),
        "handles memory by hand",
    ),
    (
        "cryptography",
        re.compile(
            r"\b(?:crypto\w*|encrypt\w*|decrypt\w*|cipher\w*|hmac|sha(?:1|256|512)|bcrypt|scrypt|rsa|aes|nonce)\b",
            re.IGNORECASE,
        ),
        "uses cryptography",
    ),
    (
        "SQL",
        re.compile(
            r"\b(?:SELECT\b[^;]{1,400}?\bFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE|ALTER\s+TABLE)\b",
            re.IGNORECASE,
        ),
        "contains SQL",
    ),
    (
        "regular expressions",
        re.compile(r"\bre\.(?:compile|match|search|sub|findall)\b|\bRegex(?:p|::|\.)?\b|\bnew RegExp\b"),
        "builds regular expressions",
    ),
    (
        "metaprogramming",
        re.compile(
            r"\bmetaclass\b|__getattr__|__new__|\bsetattr\s*\(|\beval\s*\(|\bexec\s*\(|\bmacro_rules!|\btemplate\s*<|\breflect\."
        ),
        "is metaprogramming",
    ),
)
"""Name, pattern and plain words of the subjects that make code harder to get right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Counts over the selection; lines are lines of code, neither blank nor comment."""

    lines: int
    nesting: int
    """Deepest level of indentation below the first line."""
    branches: int
    loops: int
    nested_loops: int
    """The most loops that stand within one another."""
    definitions: int
    comments: int
    subjects: tuple[str, ...]

    @property
    def cyclomatic(self) -> int:
        """McCabe's number by counting decisions: branches + loops + 1."""
        return self.branches + self.loops + 1


def count(code: str, language: str = "") -> Features:
    """Count what there is in ``code``; ``language`` is LSP's id of it.

    What comments and strings say counts for the subjects alone: SQL mostly stands in strings.
    """
    bare, comments = without_words(code, language)
    lines = loops = nesting = nested_loops = 0
    levels: list[int] = []
    loop_levels: list[int] = []
    for line in bare.splitlines():
        text = line.strip()
        if not text or text == '""':
            continue
        lines += 1
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while levels and indent <= levels[-1]:
            levels.pop()
        while loop_levels and indent <= loop_levels[-1]:
            loop_levels.pop()
        levels.append(indent)
        nesting = max(nesting, len(levels) - 1)
        if _LOOP.search(text):
            loops += 1
            loop_levels.append(indent)
            nested_loops = max(nested_loops, len(loop_levels))
    return Features(
        lines=lines,
        nesting=nesting,
        branches=len(_BRANCH.findall(bare)),
        loops=loops,
        nested_loops=nested_loops,
        definitions=len(_DEFINITION.findall(bare)),
        comments=comments,
        subjects=() if language in PROSE else tuple(name for name, seen, _ in SUBJECTS if seen.search(code)),
    )
