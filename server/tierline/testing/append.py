"""Add tests to a file that has some, where it is certain that nothing is lost: or say why not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tierline.classify.syntax import definitions, error_count
from tierline.testing.conventions import CONVENTIONS, Joins
from tierline.testing.imports import bound, imports_of, parted, with_imports

_MAIN = re.compile(r"^if __name__ ==", re.MULTILINE)
_OUTERMOST = re.compile(r"^(?:async )?(?:def|class) (\w+)", re.MULTILINE)
_BLOCK = re.compile(
    r"(?:[^\n{}]*\n)*?[^\n{}(]*\b(?:class|mod|object|trait|struct|extension)\b[^\n{}]*\s*\{[^\S\n]*\n(?P<inside>.*)\n\}\s*\Z",
    re.DOTALL,
)
"""A class or module that is all there is."""
_TESTS = re.compile(r"^#\[cfg\(test\)\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Added:
    """The file with the new tests in it; ``text`` is ``None`` where ``why`` says what stands against it."""

    text: str | None
    why: str = ""


def added(old: str, new: str, language: str) -> Added:
    """Add the tests ``new`` to ``old``, the text of a file that has some already: no line of ``old`` is touched.

    New imports stand behind those that are there. Whatever is not certain is refused: a name that both define, an
    import of a name that means something else already, a file that would parse worse than before.
    """
    custom = CONVENTIONS.get(language)
    if custom is None or error_count(old, language) is None:
        return Added(None, "there is no grammar of the language, to see that nothing breaks")
    before, fresh = (text.replace("\r\n", "\n") for text in (old, new))
    imports, tests = parted(fresh, before, language)
    if custom.joins is Joins.LAST_BLOCK and (block := _BLOCK.match(tests.strip("\n"))):
        # The file has the frame of the class or module already.
        inner, tests = parted(block["inside"], before, language)
        imports += inner
    if objection := _objection(before, imports, tests, language):
        return Added(None, objection)
    joined = _joined(before, imports, tests, language, custom.joins)
    if joined is None:
        return Added(None, "it does not end with a block that tests could be added to")
    if (error_count(joined, language) or 0) > (error_count(before, language) or 0):
        return Added(None, "with the new tests in it the file would no longer parse")
    return Added(joined.replace("\n", "\r\n") if "\r\n" in old else joined)


def _objection(before: str, imports: Sequence[str], tests: str, language: str) -> str:
    if not tests.strip():
        return "the answer has no new tests"
    if twice := sorted(_names(before, language) & _names(tests, language)):
        return f"it has {', '.join(twice)} already"
    if rebound := sorted(bound(imports) & bound(imports_of(before, language))):
        return f"it imports {', '.join(rebound)} in another way already"
    return ""


def _names(text: str, language: str) -> frozenset[str]:
    # Methods of two Python classes may well have the same name.
    return frozenset(_OUTERMOST.findall(text) if language == "python" else definitions(text, language))


def _joined(old: str, imports: Sequence[str], tests: str, language: str, joins: Joins) -> str | None:
    if joins is Joins.LAST_BLOCK:
        return _in_last_block(old, imports, tests, language)
    head, tail = old, ""
    if language == "python" and (main := _MAIN.search(old)):
        head, tail = old[: main.start()], old[main.start() :]
    gap = "\n\n" if language == "python" else "\n"
    body = tests.strip("\n").rstrip()
    whole = f"{head.rstrip()}\n{gap}{body}\n" if head.strip() else f"{body}\n"
    return with_imports(whole, imports, language) + (f"{gap}{tail}" if tail else "")


def _in_last_block(old: str, imports: Sequence[str], tests: str, language: str) -> str | None:
    if language == "rust" and not _TESTS.search(old):
        own = dict.fromkeys(["use super::*;", *imports])
        frame = "\n".join(["#[cfg(test)]", "mod tests {", *_lines([*own], "    "), ""])
        return f"{old.rstrip()}\n\n{frame}\n" + "\n".join(_lines([tests], "    ")) + "\n}\n"
    body = old.rstrip()
    if not body.endswith("\n}"):
        return None
    inside, step = body[:-2], _step(body)
    if language == "rust":
        # What is imported stands within the module too.
        inside += "".join(f"\n{line}" for line in ["", *_lines(imports, step)]) if imports else ""
        imports = []
    return with_imports("\n".join([inside.rstrip(), "", *_lines([tests], step), "}\n"]), imports, language)


def _lines(texts: Sequence[str], lead: str) -> list[str]:
    """Return the lines of all texts, indented by ``lead`` alone where they were indented least."""
    found = []
    for text in texts:
        lines = text.strip("\n").rstrip().split("\n")
        width = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        found += [f"{lead}{line[width:]}" if line.strip() else "" for line in lines]
    return found


def _step(text: str) -> str:
    """Return what the members of a block are indented by."""
    leads = [line[: len(line) - len(line.lstrip())] for line in text.split("\n") if line.strip()]
    return min((lead for lead in leads if lead), key=len, default="    ")
