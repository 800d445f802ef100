"""The one shape of YAML that a source here uses: a list of flat mappings, one ``key: value`` a line.

Not a YAML parser, on purpose: a whole one would be a dependency for one file, and would read much that
this file never holds. A line of another shape is an error; a value of another shape is None, so that no
meaning is guessed.
"""

import re

from tierline_scoring.sources.source import SourceError

_PAIR = re.compile(r"(- |  )([A-Za-z_][\w-]*):(?: +(.*))?$")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_QUOTED = re.compile(r"""(?:"([^"\\]*)"|'([^']*)')\s*(?:\s#.*)?$""")
_OTHER_SHAPES = ("&", "*", "!", "|", ">", "[", "{", "%", "@", "`", '"', "'", "? ", "- ")


def read_flat_list(text: str, source: str) -> list[dict[str, str | None]]:
    """Return the mappings, each value by its letters; None for one that runs over lines or has a shape of its own.

    Raises:
        SourceError: A line is neither a pair, nor blank, nor a comment, nor the rest of the value above it.
    """
    rows: list[dict[str, str | None]] = []
    key = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#") or line.rstrip() == "---":
            continue
        if pair := _PAIR.match(line.rstrip()):
            dash, key, value = pair.groups()
            if dash == "- ":
                rows.append({})
            elif not rows:
                raise SourceError(f"{source}: line {number} stands before the first '- key: value'")
            if key in rows[-1]:
                raise SourceError(f"{source}: line {number} says {key!r} twice of one entry")
            rows[-1][key] = _scalar(value or "")
        elif rows and line.startswith("   "):
            rows[-1][key] = None
        else:
            raise SourceError(f"{source}: line {number} is no 'key: value' of a flat list")
    return rows


def _scalar(raw: str) -> str | None:
    if quoted := _QUOTED.match(raw):
        return str(quoted[1] if quoted[1] is not None else quoted[2])
    plain = _COMMENT.sub("", raw).strip()
    return None if plain.startswith(_OTHER_SHAPES) else plain
