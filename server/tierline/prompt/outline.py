"""Which lines of a file say most about the rest: its imports, and the heads of its functions and types.

By the looks of a line, in any language and in broken code too; that a line is mistaken for a head costs some tokens.
"""

import re

IMPORTS_WITHIN = 120
"""Lines at the beginning of a file in which imports are looked for."""
_LONGEST = 300
"""Characters of a line that is worth showing for itself."""

_IMPORT = re.compile(
    r"[ \t]*(?:import\b|from[ \t]+\S+[ \t]+import\b|export\b.*\bfrom\b|#[ \t]*include\b|using[ \t]+\w|use[ \t]+[\w\\:{]"
    r"|require(?:_\w+)?\b|package[ \t]+\w|namespace[ \t]+[\w\\]+;|@import\b|extern[ \t]+crate\b"
    r"|(?:local|const|let|var)\b[^=]{1,80}=[ \t]*require\b)"
)
_HEAD = re.compile(
    r"[ \t]*(?:(?:export|default|pub(?:\([\w ]+\))?|public|private|protected|internal|static|async|abstract|final"
    r"|sealed|override|virtual|inline|extern|unsafe|suspend|open|data|local|declare|const|partial|readonly)\s+)*"
    r"(?:(?:def|class|func|fn|function|fun|struct|interface|trait|impl|enum|module|namespace|protocol|extension|object"
    r"|record|actor|procedure|sub|type)\b[ \t*]*(?:\([^)]*\)[ \t]*)?[A-Za-z_$<]"
    r"|(?:const|let|var)[ \t]+[\w$]+[^=]*=[ \t]*(?:async[ \t]*)?(?:function\b|\([^)]*\)[^=]*=>|\w+[ \t]*=>)"
    r"|(?!(?:if|for|while|switch|catch|else|return|do|try|new|throw|await|with|until|elif|case)\b)"
    r"(?:[\w$<>\[\],.:~]+[ \t*&]+){1,6}~?[A-Za-z_$][\w$:]*[ \t]*\([^;]*\)[^;=]*\{[ \t]*$)"
)


def imports(lines: list[str]) -> list[int]:
    """Return the numbers of the lines that import, those of a bracketed list included."""
    found: list[int] = []
    opened = 0
    for number, line in enumerate(lines[:IMPORTS_WITHIN]):
        if len(line) > _LONGEST:
            opened = 0
        elif opened or _IMPORT.match(line):
            found.append(number)
            opened = max(0, opened + sum(map(line.count, "({")) - sum(map(line.count, ")}")))
    return found


def is_head(line: str) -> bool:
    """Whether a line looks like the beginning of a function or a type."""
    return len(line) <= _LONGEST and _HEAD.match(line) is not None


def indent(line: str) -> int:
    """Return how far a line is indented; a tab counts for four columns."""
    return len(line[: len(line) - len(line.lstrip())].expandtabs(4))


def enclosing(before: list[str], inner: int) -> list[int]:
    """Return the numbers of the heads around what follows ``before`` and is indented by ``inner``; innermost first."""
    found = []
    for number in range(len(before) - 1, -1, -1):
        line = before[number]
        if not line.strip() or len(line) > _LONGEST or indent(line) >= inner or line.lstrip()[0] in "})]":
            continue
        inner = indent(line)
        if is_head(line):
            found.append(number)
        if not inner:
            break
    return found
