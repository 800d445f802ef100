"""What the sandbox's models say: deterministic, about the code at hand, and plainly marked as simulated."""

import re
from collections.abc import Callable, Sequence

from tierline.sandbox.answers import committing, documenting, mending, reading, reshaping, reviewing, rewording
from tierline.sandbox.answers.facts import Facts, other_facts, python_facts
from tierline.sandbox.answers.languages import Style, function_names, style_of
from tierline.sandbox.answers.prompt import Prompt, parse_prompt
from tierline.sandbox.answers.skeletons import skeleton_page
from tierline.sandbox.answers.source import Source, parse

__all__ = ["answer_to"]

PYTHON = frozenset({"python", "py", "python3"})
MARK = "Simulated by the Tierline sandbox"

Change = Callable[[Source], tuple[str, list[str]]]
CHANGES: dict[str, Change] = {
    "fix": mending.mend,
    "document": documenting.document,
    "refactor": reshaping.reshape,
    "optimize": reshaping.speed_up,
}


def answer_to(messages: Sequence[tuple[str, str]]) -> str:
    """Answer a conversation of pairs of role and text."""
    prompt = parse_prompt(messages)
    if prompt.edits and (prompt.code.strip() or prompt.kind == "generate"):
        return _fenced(prompt, _edited(prompt))
    if not prompt.code.strip():
        return reading.chat(prompt)
    if prompt.kind == "commit":
        return committing.message(prompt)
    source = _python(prompt)
    facts = python_facts(source) if source else other_facts(prompt.code)
    return _read(prompt, facts, source)


def _read(prompt: Prompt, facts: Facts, source: Source | None) -> str:
    match prompt.kind:
        case "test":
            return skeleton_page(prompt, facts)
        case "review":
            return reviewing.review(prompt, facts, source)
        case "explain":
            return reading.explain(prompt, facts)
        case _:
            return reading.ask(prompt, facts)


def _python(prompt: Prompt) -> Source | None:
    """Parse what is said to be Python, or is not said to be anything else."""
    return parse(prompt.code) if prompt.language in PYTHON or not prompt.language else None


def _edited(prompt: Prompt) -> str:
    style = style_of(prompt.language or ("python" if parse(prompt.code) else ""))
    code, done = _changed(prompt, style)
    comment = style.comment(f"{MARK}: {'; '.join(done)}." if done else f"{MARK}; nothing changed.")
    if not style.start:
        return code
    lead = re.match(r"[ \t]*", code)
    newline = "\r\n" if "\r\n" in code else "\n"
    lines = [comment] if done or prompt.kind != "edit" else [comment, rewording.marker(prompt.words, style)]
    return "".join(f"{lead[0] if lead else ''}{line}{newline}" for line in lines if line) + code


def _changed(prompt: Prompt, style: Style) -> tuple[str, list[str]]:
    source = _python(prompt)
    match prompt.kind:
        case "edit":
            return rewording.carry_out(prompt.words, prompt.code, source)
        case "generate":
            stub = rewording.write_stub(prompt.words, prompt.code, prompt.language)
            return stub, ["a stub"] if stub != prompt.code else []
        case "fix" if source is None and prompt.language in PYTHON:
            mended = mending.mend_headers(prompt.code)
            return (mended, ["added missing colons"]) if mended else (prompt.code, [])
        case "document" if source is None:
            return _doc_comment(prompt, style), ["a doc comment"]
        case kind if source and kind in CHANGES:
            return CHANGES[kind](source)
        case _:
            return prompt.code, []


def _doc_comment(prompt: Prompt, style: Style) -> str:
    if not style.start:
        return prompt.code
    names = function_names(prompt.code)
    lead = re.match(r"[ \t]*", prompt.code)
    told = documenting.words_of(names[0]).capitalize() if names else "The code below"
    newline = "\r\n" if "\r\n" in prompt.code else "\n"
    return f"{lead[0] if lead else ''}{style.doc_comment(f'{told}.')}{newline}{prompt.code}"


def _fenced(prompt: Prompt, code: str) -> str:
    """Fence the code, longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    closed = code if code.endswith("\n") else code + "\n"
    return f"{fence}{prompt.language}\n{closed}{fence}\n"
