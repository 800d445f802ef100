"""Put a task into words for a model."""

import re
from functools import cache
from importlib.resources import files
from math import ceil

from tierline.openrouter.wire import Message
from tierline.prompt.context import surroundings
from tierline.task import Task

BYTES_PER_TOKEN = 3.5
"""Of UTF-8. A cautious mean for code over current tokenizers; it overstates rather than understates."""

ANSWER_TOKENS = 2_048
REASONING_TOKENS = 6_144
"""Room for an answer, and for the thinking that many models count as part of it."""


def build(task: Task) -> tuple[Message, ...]:
    """Return the system message of the task's kind and a user message that ends with the selection.

    Code is data to the model: it stands in fences longer than any within it.
    """
    system = f"{_template('common')}\n\n{_template(task.kind.value)}"
    return (Message(role="system", content=system), Message(role="user", content=_request(task)))


def estimate_tokens(messages: tuple[Message, ...]) -> int:
    """Return about how many tokens ``messages`` are, without any model's tokenizer."""
    return sum(_tokens(message.content) for message in messages)


def least_tokens(task: Task) -> int:
    """Return how many tokens an answer needs at the least: an edit writes the selection once more."""
    return _tokens(task.selection) if task.kind.edits else 1


def max_tokens(task: Task, ceiling: int | None) -> int:
    """Return the most tokens the answer may have; ``ceiling`` is the model's own limit, if known.

    Without a limit OpenRouter would ask for the credit of the model's longest possible answer.
    """
    rewritten = _tokens(task.selection) * 2 if task.kind.edits else 0
    wanted = ANSWER_TOKENS + REASONING_TOKENS + rewritten
    return min(wanted, ceiling) if ceiling else wanted


def _tokens(text: str) -> int:
    return ceil(len(text.encode("utf-8", "replace")) / BYTES_PER_TOKEN)


def _request(task: Task) -> str:
    language = task.language or "the language of the file"
    parts = [f"Task: {task.kind.value}", f"File: {_line(task.path) or 'unnamed'} ({_line(language)})"]
    if task.instruction:
        parts.append(f"Instruction: {task.instruction}")
    if task.diagnostics:
        said = "\n".join(f"- line {d.line + 1}: {d.severity}: {_line(d.message)}" for d in task.diagnostics)
        parts.append(f"Problems that the editor reports here:\n{said}")
    before, after = surroundings(task.source, task.start, task.end)
    if before:
        parts.append(f"Before the selection, for context only:\n{_fenced(before, task.language)}")
    if after:
        parts.append(f"After the selection, for context only:\n{_fenced(after, task.language)}")
    parts.append(f"The selection:\n{_fenced(task.selection, task.language)}")
    return "\n\n".join(parts)


def _fenced(code: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{_line(language).replace('`', '')}\n{code}{'' if code.endswith(chr(10)) else chr(10)}{fence}"


def _line(text: str) -> str:
    """Keep what the project says (a file's name, a diagnostic) from posing as a line of ours."""
    return " ".join(text.split())


@cache
def _template(name: str) -> str:
    return files("tierline.prompt").joinpath("templates", f"{name}.md").read_text(encoding="utf-8").strip()
