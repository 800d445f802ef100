"""Which of a reply's code blocks are in the document's language, as far as their fences say it."""

from collections.abc import Sequence

from tierline.answer.fences import Block
from tierline.classify.syntax.languages import GRAMMAR_OF, NEAR

_SHORT = {
    "py": "python", "python3": "python", "py3": "python", "js": "javascript", "mjs": "javascript", "node": "javascript",
    "ts": "typescript", "rs": "rust", "rb": "ruby", "kt": "kotlin", "cs": "csharp", "c++": "cpp", "cc": "cpp",
    "golang": "go", "shell": "bash", "console": "bash", "yml": "yaml", "md": "markdown", "htm": "html",
}  # fmt: skip
_FAMILIES = ({"javascript", "typescript", "tsx"}, {"c", "cpp"}, {"html", "javascript", "css", "php"})
"""Languages that are often called by each other's names, or stand in each other's files."""
_NO_CODE = frozenset(
    {"bash", "powershell", "text", "txt", "plaintext", "output", "json", "yaml", "toml", "markdown", "csv"}
)
"""What stands beside code to show how to run it, or what comes of it."""


def in_language(blocks: Sequence[Block], language: str) -> tuple[list[Block], str]:
    """Return the blocks that may be in ``language``, and, where there are none, the language that they are in."""
    wanted = _grammar(language)
    if not wanted:
        return list(blocks), ""
    fitting = [block for block in blocks if not _is_other(_grammar(block.language), wanted)]
    return fitting, "" if fitting or not blocks else blocks[0].language


def _grammar(language: str) -> str:
    name = language.lower()
    short = _SHORT.get(name, name)
    return GRAMMAR_OF.get(short) or NEAR.get(short) or short


def _is_other(named: str, wanted: str) -> bool:
    known = named in GRAMMAR_OF or named in _NO_CODE
    if not known or named == wanted or any({named, wanted} <= family for family in _FAMILIES):
        return False
    # What no grammar reads may be called by any name.
    return wanted in GRAMMAR_OF or wanted in _NO_CODE
