"""A review: one list item for each fault, with its line, the line itself, and what mends it."""

import re
from collections.abc import Iterator

from tierline.sandbox.answers import mending
from tierline.sandbox.answers.facts import Facts
from tierline.sandbox.answers.prompt import Prompt
from tierline.sandbox.answers.reading import about, page
from tierline.sandbox.answers.source import Source

LONG = 60
"""Lines: about a screen."""


def review(prompt: Prompt, facts: Facts, source: Source | None) -> str:
    """Say what stands out, the mechanical repairs first."""
    remarks = [*_repairs(prompt, source), *_undocumented(prompt, facts)]
    if facts.lines > LONG:
        remarks.append(_item(prompt, 0, "hint", f"{facts.lines} lines are a lot for one piece", "split it"))
    return page("Review", prompt, [*(remarks or ["Nothing stands out mechanically."]), "", *_aside(prompt, facts)])


def _repairs(prompt: Prompt, source: Source | None) -> Iterator[str]:
    for repair in mending.find_repairs(source) if source else ():
        start = min(edit.start for edit in repair.edits[-1:])
        at = prompt.code.encode()[:start].count(b"\n")
        yield _item(prompt, at, "warning", repair.fault, repair.done)


def _undocumented(prompt: Prompt, facts: Facts) -> Iterator[str]:
    lines = prompt.code.split("\n")
    for routine in facts.routines:
        if not routine.documented:
            at = next((n for n, line in enumerate(lines) if re.search(rf"\b{re.escape(routine.name)}\b", line)), 0)
            yield _item(prompt, at, "hint", f"`{routine.name}` has no docstring", "write what it promises")


def _item(prompt: Prompt, at: int, severity: str, fault: str, fix: str) -> str:
    code = prompt.code.split("\n")[at].strip()
    ticks = "``" if "`" in code else "`"
    return f"- line {prompt.first_line + at}, {severity}: {ticks}{code}{ticks} \u2014 {fault}. Fix: {fix}."


def _aside(prompt: Prompt, facts: Facts) -> list[str]:
    # In a paragraph: a list item would read as one more finding.
    return [" ".join(line.removeprefix("- ") for line in about(prompt, facts))]
