"""The imports of a test file, by the looks of their lines: which are new, what they bind, where they go."""

import re
import textwrap
from collections.abc import Sequence

_PATTERNS = {
    "python": r"(?:import|from)\s",
    "javascript": r"import\s|(?:const|let|var)\s[^=]+=\s*require\(",
    "go": r"import\s",
    "java": r"import\s",
    "kotlin": r"import\s",
    "scala": r"import\s",
    "csharp": r"using\s[\w.= ]+;",
    "php": r"use\s[\w\\, ]+;",
    "swift": r"(?:@testable\s+)?import\s",
    "ruby": r"require(?:_relative)?\s",
    "rust": r"use\s",
    "elixir": r"(?:import|alias|use|require)\s",
    "dart": r"import\s",
    "haskell": r"import\s",
}
"""How a line begins that imports, by language."""
_FAMILY = {"javascriptreact": "javascript", "typescript": "javascript", "typescriptreact": "javascript"}
_HEAD = re.compile(r"package\s|module\s|<\?php|namespace\s|#!|\"use strict\"|'use strict'")
"""Lines at the top that a file has once."""
_WHENCE = re.compile(r"\bfrom\s+['\"][^'\"]*['\"]|require\([^)]*\)|^from\s+\S+|\b(?:type|typeof)\b")
_WORD = re.compile(r"(?<![\w.\\/'\"])[A-Za-z_$][\w$]*(?![\w.\\/'\"])")
_KEYWORDS = frozenset({"import", "from", "const", "let", "var", "using", "use", "require", "static", "as"})


def parted(new: str, old: str, language: str) -> tuple[list[str], str]:
    """Return the imports at the top of ``new`` that ``old`` lacks, and what comes behind the imports."""
    pattern, there = _pattern(language), _one_line(old)
    lines = new.strip("\n").split("\n")
    imports: list[str] = []
    at = 0
    while at < len(lines):
        if pattern.match(lines[at].lstrip()):
            end = _end(lines, at)
            statement = textwrap.dedent("\n".join(lines[at:end]))
            if _one_line(statement) not in there:
                imports.append(statement)
            at = end
        elif not lines[at].strip() or _HEAD.match(lines[at]):
            at += 1
        else:
            break
    return imports, "\n".join(lines[at:])


def imports_of(text: str, language: str) -> list[str]:
    """Return the imports of a file that are not indented."""
    pattern, lines = _pattern(language), text.split("\n")
    return ["\n".join(lines[at : _end(lines, at)]) for at, line in enumerate(lines) if pattern.match(line)]


def bound(imports: Sequence[str]) -> frozenset[str]:
    """Return the names that imports may bind: of ``import { a as b } from "c"`` it is ``b``."""
    named = (re.sub(r"\S+\s+as\s+", " ", _WHENCE.sub(" ", statement)) for statement in imports)
    return frozenset(name for text in named for name in _WORD.findall(text)) - _KEYWORDS


def with_imports(text: str, imports: Sequence[str], language: str) -> str:
    """Put imports behind those that are there, or below the head of the file."""
    if not imports:
        return text
    pattern, lines = _pattern(language), text.split("\n")
    last = max((_end(lines, at) for at, line in enumerate(lines) if pattern.match(line)), default=0)
    if not last:
        while last < len(lines) and (_HEAD.match(lines[last]) or lines[last].startswith(("#", "//"))):
            last += 1
    return "\n".join([*lines[:last], *imports, *lines[last:]])


def _pattern(language: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS.get(_FAMILY.get(language, language), r"(?!)"))


def _end(lines: Sequence[str], at: int) -> int:
    """Return the number of the line behind the import that begins at ``at``."""
    opened = 0
    for number in range(at, len(lines)):
        opened += sum(lines[number].count(sign) for sign in "({") - sum(lines[number].count(sign) for sign in ")}")
        if opened <= 0 and not lines[number].endswith("\\"):
            return number + 1
    return len(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())
