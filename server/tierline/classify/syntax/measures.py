"""What is measured of the shape of code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function: named, or without a name but in no other."""

    lines: int
    cyclomatic: int
    """McCabe's number: decisions + 1. A nested function that has a name counts for itself alone."""
    cognitive: int
    """G. A. Campbell's cognitive complexity (SonarSource, 2018), of its nested functions too."""
    parameters: int
    recursive: bool
    """Whether it calls a function of its own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Counts over code."""

    functions: tuple[Function, ...] = ()
    types: int = 0
    decisions: int = 0
    """Branches, loops, cases, handlers, and operators that stop halfway."""
    cognitive: int = 0
    nesting: int = 0
    """Deepest level of control flow (branches, loops, ``try``), within a function."""
    loops: int = 0
    nested_loops: int = 0
    """The most loops that stand within one another."""
    calls: int = 0
    tries: int = 0
    catches: int = 0
    comments: int = 0
    comment_lines: int = 0
    """Lines that are comment and nothing else."""
    imports: int = 0
    identifiers: frozenset[str] = frozenset()
    """Distinct names that stand in the code, in the code's own case."""
    subjects: frozenset[str] = frozenset()
    """Names of the subjects that the syntax itself tells: ``async``, ``unsafe``, a literal regular expression."""
    errors: int | None = 0
    """As ``error_count`` has them."""

    @property
    def cyclomatic(self) -> int:
        """McCabe's number of all functions together: decisions + 1 a function."""
        return self.decisions + max(1, len(self.functions))

    @property
    def longest_function(self) -> int:
        """Lines of the longest function; 0 without one."""
        return max((function.lines for function in self.functions), default=0)

    @property
    def parameters(self) -> int:
        """The most parameters that a function takes."""
        return max((function.parameters for function in self.functions), default=0)

    @property
    def recursive(self) -> bool:
        """Whether a function calls itself."""
        return any(function.recursive for function in self.functions)
