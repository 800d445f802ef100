"""Answers to read, in Markdown: explain, ask."""

from collections.abc import Iterable, Sequence

from tierline.sandbox.answers.facts import Facts, Routine
from tierline.sandbox.answers.prompt import Prompt

MARK = "> Simulated answer from the Tierline sandbox; no model was called."
SHOWN = 8
"""Names in one list."""


def explain(prompt: Prompt, facts: Facts) -> str:
    """Say what the code consists of."""
    return page("What this code does", prompt, about(prompt, facts))


def ask(prompt: Prompt, facts: Facts) -> str:
    """Repeat the question and say what the code has to do with it."""
    question = f"You asked: {prompt.words[:200]}" if prompt.words else "You asked about this code."
    return page("About this code", prompt, [question, "", *about(prompt, facts)])


def chat(prompt: Prompt) -> str:
    """Answer words without code."""
    asked = f"You wrote: “{prompt.words[:200]}”" if prompt.words else "You wrote nothing."
    return f"{MARK}\n\n{asked}\n\nSelect some code, and the sandbox will say something about it.\n"


def page(title: str, prompt: Prompt, lines: Iterable[str]) -> str:
    """Return a page under a heading, plainly marked."""
    language = f" ({prompt.language})" if prompt.language else ""
    return "\n".join([MARK, "", f"## {title}{language}", "", *lines]) + "\n"


def about(prompt: Prompt, facts: Facts) -> list[str]:
    """Say what can be said of any code."""
    lines = [f"The selection has {_count(facts.lines, 'line')}."]
    lines += [f"- `{name}` is a type defined here." for name in facts.types]
    lines += [_described(routine) for routine in facts.routines]
    if facts.loops:
        lines.append(f"- It loops in {_count(facts.loops, 'place')}.")
    if facts.branches:
        lines.append(f"- It decides in {_count(facts.branches, 'place')}.")
    if facts.raises:
        lines.append(f"- It raises {_listed(facts.raises)}.")
    if facts.calls:
        lines.append(f"- It calls {_listed(facts.calls)}.")
    if len(lines) == 1 and prompt.code.strip():
        lines.append(f"- It begins with `{prompt.code.strip().splitlines()[0].replace('`', ' ').strip()[:60]}`.")
    return lines


def _described(routine: Routine) -> str:
    parts = [f"- `{routine.signature}` is a function"]
    if routine.parameters:
        parts.append(f" of {_listed(routine.parameters)}")
    if routine.returns:
        parts.append(" that returns a value")
    return "".join(parts) + "."


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:SHOWN])
    return shown + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
