"""All that the checks may look at: the task, the reply, and what both make of the document."""

import re
from dataclasses import dataclass
from functools import cached_property

from tierline.answer.indentation import lead
from tierline.answer.lost import lost
from tierline.answer.python_code import table_of
from tierline.answer.python_names import Names, names_of
from tierline.answer.syntax import Syntax, python_syntax, syntax
from tierline.classify.lexical import without_words
from tierline.task import Task

_WORD = re.compile(r"[^\W\d]\w*")

_READ = 800
"""Lines of a change up to which definitions are looked for."""

_WHOLE = 400_000
"""Characters up to which a document is parsed with the answer in it: nothing else happens meanwhile, for a second."""


@dataclass(frozen=True)
class Evidence:
    """An answer beside what it answers. What is costly to know is found out once, and only if asked for."""

    task: Task
    reply: str
    new: str | None
    """The text that takes the selection's place; ``None`` if the reply holds none."""
    finish_reason: str = "stop"

    @property
    def old(self) -> str:
        """The selected text."""
        return self.task.selection

    @property
    def text(self) -> str:
        """The new text; empty where there is none."""
        return self.new or ""

    @property
    def python(self) -> bool:
        """Whether the selection is Python, and the answer should be."""
        return self.task.language == "python"

    @cached_property
    def before(self) -> str:
        """The document as it was."""
        return self.task.source

    @cached_property
    def after(self) -> str:
        """The document with the answer in it."""
        return self.task.source[: self.task.start] + self.text + self.task.source[self.task.end :]

    @property
    def short(self) -> bool:
        """Whether the document can be parsed; of a longer one the selection alone is."""
        return max(len(self.before), len(self.after)) <= _WHOLE

    @cached_property
    def fragments(self) -> tuple[str, str]:
        """Old and new text alone, with the indentation that the selection has left out."""
        before = lead(self.task.source, self.task.start)
        return before + self.old, before + self.text

    @cached_property
    def names_before(self) -> Names | None:
        """The names of the document as it was; ``None`` if it did not parse as Python, or is too long for it."""
        return names_of(self.before) if self.short else None

    @cached_property
    def names_after(self) -> Names | None:
        """The names of the document with the answer in it; ``None`` if it does not parse as Python, or is too long."""
        return names_of(self.after) if self.short else None

    @cached_property
    def syntax(self) -> Syntax:
        """How the syntax compares, in the document where that parses, else of the text alone."""
        if not self.python:
            return syntax(*self.fragments, self.before, self.after, self.task.language)
        if self.names_after is not None:
            return Syntax.FINE
        parsed = self.short and table_of(self.before) is not None
        return python_syntax(*self.fragments, self.after, parsed_before=parsed)

    @cached_property
    def words_before(self) -> frozenset[str]:
        """All words of the document as it was."""
        return words(self.before)

    @cached_property
    def changed(self) -> tuple[list[str], list[str]]:
        """The old and the new lines without those that begin and end both alike."""
        return changed_lines(self.old, self.text)

    @cached_property
    def bare(self) -> tuple[str, str]:
        """What has changed, old and new, without comments, docstrings and white space at the ends of lines."""
        old, new = ("\n".join(lines) for lines in self.changed)
        return _bare(old, self.task.language), _bare(new, self.task.language)

    @cached_property
    def lost(self) -> dict[str, bool]:
        """What the new text no longer defines and the instruction does not name; see ``lost``. Empty if it is long."""
        if max(map(len, self.changed)) > _READ:
            return {}
        gone = self.bare[0] if self.python else "\n".join(self.changed[0])
        named = words(self.task.instruction)
        found = lost(gone, *self.fragments, self.task.language)
        return {name: outermost for name, outermost in found.items() if name not in named}


def words(text: str) -> frozenset[str]:
    """Return the words of a text that can be names."""
    return frozenset(_WORD.findall(text))


def lines_of(text: str) -> list[str]:
    """Return the lines with something on them, without the white space at their ends."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the lines of both texts, from the first that differs to the last; blank lines don't count."""
    gone, come = lines_of(old), lines_of(new)
    shorter = min(len(gone), len(come))
    head = next((i for i in range(shorter) if gone[i] != come[i]), shorter)
    left = shorter - head
    tail = next((i for i in range(left) if gone[-1 - i] != come[-1 - i]), left)
    return gone[head : len(gone) - tail], come[head : len(come) - tail]


def _bare(text: str, language: str) -> str:
    return "\n".join(lines_of(without_words(text, language).code))
