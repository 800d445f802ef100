"""What can be counted in a selection: from its syntax tree, or by patterns where no grammar reads it."""

from dataclasses import dataclass

from tierline.classify import lexical
from tierline.classify.subjects import SUBJECTS, Subject, subjects_of
from tierline.classify.syntax import Measures, measure

__all__ = ["SUBJECTS", "Features", "Subject", "count"]

READ = 7_000
"""Code points that are looked at closely, in whole lines: some 200 lines, more than enough to be hard. What lies
behind them counts in ``lines`` and ``tokens`` alone, so that a decision takes as long for any selection."""
_EFFORT = 150
"""Parser's steps for them: correct code takes at most 120."""
_PROSE = 0.05
"""Text with a smaller share of signs than this is no code, and would keep a parser busy for long."""
_ENOUGH_TO_TELL = 1_000
_SIGNS = ";:,.(){}[]=<>+-*/&|\"'$#@!"
_CHARACTERS_A_TOKEN = 3.5
"""Rough mean over tokenizers, for code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Counts over the selection; lines are lines of code, neither blank nor comment.

    Where ``read`` is below 1, all but ``lines`` and ``tokens`` are of the beginning alone: there is at least so much.
    """

    lines: int
    nesting: int
    """Deepest level of indentation below the first line."""
    branches: int
    loops: int
    nested_loops: int
    """The most loops that stand within one another."""
    definitions: int
    """Functions and types."""
    comments: int
    subjects: tuple[str, ...]
    tokens: int = 0
    """About how many a model makes of it."""
    control: int = 0
    """Deepest level of control flow (branches, loops, ``try``)."""
    cognitive: int = 0
    """G. A. Campbell's cognitive complexity (SonarSource, 2018); without a grammar, decisions weighed by half the
    nesting, which comes near it."""
    calls: int = 0
    symbols: int = 0
    """Distinct names."""
    parameters: int = 0
    """The most that a function takes; 0 without a grammar."""
    longest_function: int = 0
    """Lines; 0 without a grammar."""
    imports: int = 0
    errors: int | None = None
    """Syntax errors; ``None`` where no grammar reads it whole."""
    parsed: bool = False
    """Whether a grammar read it."""
    read: float = 1.0
    """The share of the selection that was looked at closely."""

    @property
    def cyclomatic(self) -> int:
        """McCabe's number as of one function: decisions + 1."""
        return self.branches + self.loops + 1


def count(code: str, language: str = "") -> Features:
    """Count what there is in ``code``; ``language`` is LSP's id of it.

    What comments say counts for no subject, what strings say for SQL and the like alone.
    """
    head = _head(code)
    read = len(head) / len(code) if code else 1.0
    rest_lines = _written(code[len(head) :]) if read < 1 else 0
    tokens = round(len(code) / _CHARACTERS_A_TOKEN)
    measures = None if _is_prose(head, language) else measure(head, language, _EFFORT, cut=read < 1)
    if measures is not None:
        return _from_tree(head, measures, read=read, tokens=tokens, rest_lines=rest_lines)
    return _from_outline(head, language, read=read, tokens=tokens, rest_lines=rest_lines)


def _written(code: str) -> int:
    """Return how many lines are not blank."""
    return sum(map(bool, map(str.strip, code.splitlines())))


def _head(code: str) -> str:
    if len(code) <= READ:
        return code
    return code[: code.rfind("\n", 0, READ) + 1 or READ]


def _is_prose(head: str, language: str) -> bool:
    if language in lexical.PROSE:
        return True
    return len(head) > _ENOUGH_TO_TELL and sum(map(head.count, _SIGNS)) < len(head) * _PROSE


def _from_tree(head: str, seen: Measures, *, read: float, tokens: int, rest_lines: int) -> Features:
    told = seen.subjects | {"recursion"} if seen.recursive else seen.subjects
    return Features(
        lines=max(0, _written(head) - seen.comment_lines) + rest_lines,
        nesting=lexical.indentation(head),
        branches=max(0, seen.decisions - seen.loops),
        loops=seen.loops,
        nested_loops=seen.nested_loops,
        definitions=len(seen.functions) + seen.types,
        comments=seen.comments,
        subjects=subjects_of(head, seen.identifiers, told),
        tokens=tokens,
        control=seen.nesting,
        cognitive=seen.cognitive,
        calls=seen.calls,
        symbols=len(seen.identifiers),
        parameters=seen.parameters,
        longest_function=seen.longest_function,
        imports=seen.imports,
        errors=seen.errors if read == 1 else None,
        parsed=True,
        read=round(read, 3),
    )


def _from_outline(head: str, language: str, *, read: float, tokens: int, rest_lines: int) -> Features:
    seen = lexical.outline(head, language)
    decisions = seen.branches + seen.loops
    return Features(
        lines=seen.lines + rest_lines,
        nesting=seen.indentation,
        branches=seen.branches,
        loops=seen.loops,
        nested_loops=seen.nested_loops,
        definitions=seen.definitions,
        comments=seen.comments,
        subjects=() if language in lexical.PROSE else subjects_of(head, seen.code),
        tokens=tokens,
        control=seen.nesting,
        cognitive=round(decisions * (1 + seen.nesting / 2)) if seen.nesting else decisions,
        calls=seen.calls,
        symbols=seen.names,
        read=round(read, 3),
    )
