"""Simple instructions, carried out to the letter: rename, type hints, docstrings; and stubs from words."""

import io
import keyword
import re
import tokenize

from tierline.sandbox.answers import documenting, reshaping
from tierline.sandbox.answers.languages import Style
from tierline.sandbox.answers.source import Edit, Source, parse

RENAME = re.compile(
    r"\brename\s+(?:\w+\s+){0,3}?[`'\"]?(?P<old>[A-Za-z_]\w*)[`'\"]?\s+(?:to|into|as)\s+[`'\"]?(?P<new>[A-Za-z_]\w*)",
    re.IGNORECASE,
)
HINTS = re.compile(r"\b(?:type )?(?:hints?|annotations?|types)\b", re.IGNORECASE)
DOCSTRINGS = re.compile(r"\b(?:docstrings?|document)\b", re.IGNORECASE)
STUB_WORDS = 5
STUB_ERROR = "Simulated by the Tierline sandbox"


def carry_out(words: str, code: str, source: Source | None) -> tuple[str, list[str]]:
    """Return the code as the instruction wants it, and what was done; unchanged if it is not understood."""
    if found := RENAME.search(words):
        renamed = (_rename_python if source else _rename)(code, found["old"], found["new"])
        return renamed, [f"renamed {found['old']} to {found['new']}"] if renamed != code else []
    if source and HINTS.search(words):
        return reshaping.add_hints(source)
    if source and DOCSTRINGS.search(words):
        return documenting.document(source)
    return code, []


def write_stub(words: str, code: str, language: str) -> str:
    """Return the code with a stub of what it (or the instruction) talks about."""
    newline = "\r\n" if "\r\n" in code else "\n"
    if language not in {"", "python", "py", "python3"}:
        return code
    source = parse(code)
    if source and source.functions:
        return _unfinished(source)
    told = " ".join(line.strip().lstrip("#").strip() for line in code.splitlines() if line.strip().startswith("#"))
    indent = re.match(r"[ \t]*", code)
    lead = indent[0] if indent else ""
    stub = [
        f"def {name_from(words or told)}():",
        f'    """{_summary(words or told)}"""',
        f'    raise NotImplementedError("{STUB_ERROR}")',
    ]
    kept = code if not code or code.endswith(("\n", "\r")) else code + newline
    return kept + "".join(f"{lead}{line}{newline}" for line in stub)


def name_from(words: str) -> str:
    """Make a Python name of the first words; ``stub`` if there are none."""
    parts = re.findall(r"[a-z][a-z0-9]*", words.lower())[:STUB_WORDS]
    name = "_".join(parts) or "stub"
    return f"{name}_" if keyword.iskeyword(name) else name


def marker(words: str, style: Style) -> str:
    """Return a comment that holds the instruction; empty where the language has no comments."""
    return style.comment(f"Asked for: {' '.join(words.split())[:100]}") if style.start and words else ""


def _summary(words: str) -> str:
    plain = " ".join(re.sub(r"[^\w\s,.:;()-]", " ", words).split())[:100]
    return f"{plain[:1].upper()}{plain[1:]}".rstrip(".") + "." if plain else "A stub."


def _unfinished(source: Source) -> str:
    """Make the bodies that say nothing raise NotImplementedError."""
    edits = []
    for node in source.functions:
        last = node.body[-1]
        start, end = source.start(last), source.end(last)
        if source.text(start, end) in {"...", "pass"}:
            edits.append(Edit(start, end, f'raise NotImplementedError("{STUB_ERROR}")'))
    return source.edit(edits)


def _rename(code: str, old: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(old)}\b", new, code)


def _rename_python(code: str, old: str, new: str) -> str:
    """Rename by token, so that strings and comments keep their words."""
    lines = io.StringIO(code, newline="").readlines()
    try:
        tokens = list(tokenize.generate_tokens(iter([*lines, ""]).__next__))
    except (tokenize.TokenError, IndentationError):
        return _rename(code, old, new)
    for token in reversed(tokens):
        if token.type == tokenize.NAME and token.string == old:
            (row, column), line = token.start, lines[token.start[0] - 1]
            lines[row - 1] = line[:column] + new + line[column + len(old) :]
    renamed = "".join(lines)
    return renamed if parse(renamed) else code
