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


@dataclass(frozen=True, slots=True)
class Subject:
    """What makes code harder to get right: its name, its pattern, and what it means in plain words."""

    name: str
    pattern: re.Pattern[str]
    sentence: str
    hints: tuple[str, ...]
    """Lower-case text of which some must stand in the code; looking for it is far quicker than for the pattern."""

    def stands_in(self, lowered: str) -> bool:
        """Whether it is there, in code in lower case."""
        return any(hint in lowered for hint in self.hints) and self.pattern.search(lowered) is not None


SUBJECTS = (
    Subject(
        "concurrency",
        re.compile(
            r"\b(?:async|await|thread(?:s|ing|pool\w*)?|mutex|lock(?:s|ed|ing)?|semaphore|atomic\w*|goroutine|chan|"
            r"synchronized|volatile|spawn|select!|pthread\w*|futures?|concurrent\w*|race)\b|\bgo\s+func\b"
        ),
        "runs things concurrently",
        (
            "async",
            "await",
            "thread",
            "mutex",
            "lock",
            "semaphore",
            "atomic",
            "goroutine",
            "chan",
            "synchronized",
            "volatile",
            "spawn",
            "select!",
            "future",
            "concurrent",
            "race",
            "func",
        ),
    ),
    Subject(
        "unsafe memory",
        re.compile(r"\b(?:unsafe|malloc|memcpy|reinterpret_cast|transmute|ctypes)\b|\bfree\s*\("),
        "handles memory by hand",
        ("unsafe", "malloc", "free", "memcpy", "reinterpret_cast", "transmute", "ctypes"),
    ),
    Subject(
        "cryptography",
        re.compile(
            r"\b(?:crypto\w*|encrypt\w*|decrypt\w*|cipher\w*|hmac|sha(?:1|256|512)|bcrypt|scrypt|rsa|aes|nonce)\b"
        ),
        "uses cryptography",
        ("crypt", "cipher", "hmac", "sha1", "sha256", "sha512", "rsa", "aes", "nonce"),
    ),
    Subject(
        "SQL",
        re.compile(
            r"\b(?:select\b[^;]{1,400}?\bfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+table|alter\s+table)\b"
        ),
        "contains SQL",
        ("select", "insert", "update", "delete", "create", "alter"),
    ),
    Subject(
        "regular expressions",
        re.compile(r"\bre\.(?:compile|match|search|sub|findall)\b|\bregexp?(?:::|\.)|\bnew regexp?\b"),
        "builds regular expressions",
        ("re.", "regex"),
    ),
    Subject(
        "metaprogramming",
        re.compile(
            r"\b(?:metaclass\b|__getattr__|__new__|setattr\s*\(|eval\s*\(|exec\s*\(|macro_rules!|template\s*<|reflect\.)"
        ),
        "is metaprogramming",
        ("metaclass", "__getattr__", "__new__", "setattr", "eval", "exec", "macro_rules!", "template", "reflect."),
    ),
)


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
        wide = line.expandtabs(4) if "\t" in line else line
        indent = len(wide) - len(wide.lstrip())
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
        subjects=() if language in PROSE else tuple(subject.name for subject in _subjects(code)),
    )


def _subjects(code: str) -> list[Subject]:
    lowered = code.lower()
    return [subject for subject in SUBJECTS if subject.stands_in(lowered)]
