"""A prompt file: words in Markdown, and before them what the command is called and how it behaves.

    ---
    title: Add type hints
    answer: edit
    ---
    Add type hints to {selection}

Everything before the words is optional. A file that is named like a kind (``fix.md``) takes the place of its words.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tierline.prompt.command import TITLES, Command, Origin
from tierline.prompt.placeholders import PLACEHOLDERS, unknown, used
from tierline.task import NEEDS_INSTRUCTION, Kind, Tier

FENCE = "---"
NAME = r"^[a-z][a-z0-9-]*$"
BY_ANSWER = {"edit": Kind.EDIT, "read": Kind.ASK}


class FrontMatter(BaseModel):
    """What may stand between the two ``---``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=NAME, max_length=40)]
    """Of the command; the file's name where it is not given."""
    title: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    """As menus show it."""
    kind: Kind | None = None
    """The kind that it behaves as."""
    answer: Literal["edit", "read"] | None = None
    """Whether the answer takes the place of the selection; it need not be said where ``kind`` is."""
    instruction: Literal["needed", "optional"] | None = None
    """Whether the user is asked for words; by default where ``{instruction}`` stands in the text."""
    tier: Tier | None = None
    """The tier that answers; a project can't say it."""


def parse_prompt(text: str, stem: str, file: str, origin: Origin) -> tuple[Command | None, tuple[str, ...]]:
    """Return the command of a prompt file, and a sentence for each thing in it that is wrong.

    ``stem`` is the file's name without ``.md``, ``file`` what sentences call it. A command with a wrong field is left
    out: it would do what nobody asked for.
    """
    fields, lines, words, problem = _split(text, file)
    if problem:
        return None, (problem,)
    try:
        front = FrontMatter.model_validate({"name": stem, **fields})
    except ValidationError as error:
        return None, tuple(_sentence(found, lines, file) for found in error.errors(include_url=False))
    if not words.strip():
        return None, (f"{file} has no words for the model; write them below the second {FENCE}.",)
    kind, problem = _kind(front, lines, file)
    if kind is None:
        return None, (problem,)
    problems = [
        f"{file}, line {_line_of(text, name)}: there is no placeholder {{{name}}}; there are "
        f"{', '.join(f'{{{known}}}' for known in PLACEHOLDERS)}. If the braces are meant, write \\{{{name}}}."
        for name in unknown(words)
    ]
    tier = front.tier
    if origin == "project" and tier is not None:
        tier = None
        problems.append(f"{file}, line {lines['tier']}: a project can't choose the tier; the rules do. Remove it.")
    return Command(
        name=front.name,
        title=front.title or TITLES.get(kind, "") * (front.name == kind.value) or _title(front.name),
        kind=kind,
        origin=origin,
        words=words.strip(),
        needs_instruction=_needs_instruction(front, kind, words),
        tier=tier,
        file=file,
    ), tuple(problems)


def _split(text: str, file: str) -> tuple[Mapping[str, str], Mapping[str, int], str, str]:
    """Return the fields, the line of each, the words, and what is wrong with the form."""
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        return {}, {}, text, ""
    if FENCE not in map(str.strip, lines[1:]):
        return {}, {}, "", f"{file}, line 1: the fields that begin here never end; add a line {FENCE} below them."
    fields: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if line.strip() == FENCE:
            return fields, places, "\n".join(lines[number:]), ""
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, value = line.partition(":")
        if not colon:
            return {}, {}, "", f"{file}, line {number}: write `name: value`, or {FENCE} to end the fields."
        if name.strip() in fields:
            return {}, {}, "", f"{file}, line {number}: {name.strip()} stands there twice; remove one."
        fields[name.strip()] = value.strip().strip("\"'")
        places[name.strip()] = number
    raise AssertionError("the end of the fields was seen above")


def _kind(front: FrontMatter, lines: Mapping[str, int], file: str) -> tuple[Kind | None, str]:
    own = Kind(front.name) if front.name in {*Kind} else None
    named = front.kind or own
    if own not in {None, named}:
        return (
            None,
            f"{file}, line {lines['kind']}: {own} is what {own} behaves as; leave kind out, or change the name.",
        )
    if front.answer is None:
        return named or Kind.ASK, ""
    if named is not None and named.edits != (front.answer == "edit"):
        does = "takes the place of the selection" if named.edits else "is for reading"
        return None, f"{file}, line {lines['answer']}: the answer of {named} {does}; leave answer out, or change kind."
    return named or BY_ANSWER[front.answer], ""


def _needs_instruction(front: FrontMatter, kind: Kind, words: str) -> bool:
    if front.instruction is not None:
        return front.instruction == "needed"
    return "instruction" in used(words) or (front.name == kind.value and kind in NEEDS_INSTRUCTION)


def _sentence(error: Mapping[str, object], lines: Mapping[str, int], file: str) -> str:
    place = error["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else ""
    where = f"{file}, line {lines[name]}" if name in lines else file
    if error["type"] == "extra_forbidden":
        close = get_close_matches(name, [*FrontMatter.model_fields], n=1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(FrontMatter.model_fields)}."
        return f"{where}: there is no field {name}; {hint}"
    if name == "name":
        return (
            f"{where}: a command can't be called {error['input']!r}; use small letters, digits and hyphens, "
            "40 at most, a letter first."
        )
    said = str(error["msg"])
    return f"{where}: {name} can't be {error['input']!r}: {said[:1].lower()}{said[1:]}; correct it."


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _line_of(text: str, name: str) -> int:
    return text[: text.index(f"{{{name}}}")].count("\n") + 1
