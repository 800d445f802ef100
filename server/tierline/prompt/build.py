"""Put a task into words for a model."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tierline.openrouter.wire import Message
from tierline.prompt.gather import (
    CONTEXT_TOKENS,
    DIAGNOSTICS,
    NOTES,
    Ignored,
    gather,
    nothing_ignored,
)
from tierline.prompt.pieces import Context, Piece, fenced, one_line
from tierline.prompt.placeholders import DATA, fill, used
from tierline.prompt.tokens import count
from tierline.task import Kind, Task

ANSWER_TOKENS = 2_048
REASONING_TOKENS = 6_144
"""Room for an answer, and for the thinking that many models count as part of it."""
CURSOR = "generate-at-cursor"
"""The template where nothing is selected, so that code is written at the cursor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What would be sent, and what it is made of."""

    messages: tuple[Message, ...]
    pieces: tuple[Piece, ...]
    """All that is sent, by name."""
    left_out: tuple[str, ...]
    """A clause for each thing that did not fit, or that may not be sent."""


def compose(
    task: Task,
    *,
    context_tokens: int = CONTEXT_TOKENS,
    window: int | None = None,
    ignored: Ignored = nothing_ignored,
) -> Composed:
    """Return the messages for ``task``: what is to be done, what goes along with the selection, the selection.

    At most ``context_tokens`` go along, and fewer where the model's ``window`` (in tokens) would else not hold the
    task and a good answer: context gives way before a task fails.
    """
    bare = _laid_out(task, Context())
    room = context_tokens
    if window is not None:
        answer = min(max_tokens(task, None), max(least_tokens(task), window // 2))
        room = min(room, window - estimate_tokens(bare.messages) - answer)
    context = gather(task, max(0, room), ignored)
    found = _laid_out(task, context)
    return Composed(messages=found.messages, pieces=found.pieces, left_out=context.left_out)


def build(
    task: Task,
    *,
    context_tokens: int = CONTEXT_TOKENS,
    window: int | None = None,
    ignored: Ignored = nothing_ignored,
) -> tuple[Message, ...]:
    """Return the messages of ``compose``: a system message, and a user message that ends with the selection.

    Code is data to the model: it stands in fences longer than any within it.
    """
    return compose(task, context_tokens=context_tokens, window=window, ignored=ignored).messages


def estimate_tokens(messages: tuple[Message, ...]) -> int:
    """Return about how many tokens ``messages`` are, without any model's tokenizer; see ``tokens``."""
    return sum(count(message.content) for message in messages)


def least_tokens(task: Task) -> int:
    """Return how many tokens an answer needs at the least: an edit writes the selection once more."""
    return max(1, count(task.selection)) if task.kind.edits else 1


def max_tokens(task: Task, ceiling: int | None) -> int:
    """Return the most tokens the answer may have; ``ceiling`` is the model's own limit, if known.

    Without a limit OpenRouter would ask for the credit of the model's longest possible answer.
    """
    rewritten = count(task.selection) * 2 if task.kind.edits else 0
    wanted = ANSWER_TOKENS + REASONING_TOKENS + rewritten
    return min(wanted, ceiling) if ceiling else wanted


def too_long(task: Task, model: str, prompt_tokens: int, window: int) -> str:
    """Return the sentence that a task is too long for ``model``, with the figures, and what to do about it."""
    answer = f", and the answer about {least_tokens(task):,} more" if task.kind.edits else ""
    return (
        f"The task is too long for {model}: the selection is about {count(task.selection):,} tokens, with all that "
        f"must be said about it {prompt_tokens:,}{answer}, of the {window:,} that it can read and write; select "
        "fewer lines, or choose a model with a larger context."
    )


def _laid_out(task: Task, context: Context) -> Composed:
    at_cursor = task.kind.edits and not task.selection
    own = task.prompt.words.strip() if task.prompt else _template(CURSOR if at_cursor else task.kind.value)
    placed = used(own)
    notes = [piece for piece in context.pieces if piece.name == NOTES]
    values = _values(task, context)
    words = fill(own, values)
    # Words that place code are no words for the system message: all data stands in the user's.
    in_system = not placed & DATA
    system = [
        Piece(name="rules", text=_template("common")),
        *([Piece(name="words", text=words)] if in_system else []),
        *([Piece(name="form of the answer", text=_template(_form(task)))] if task.kind.edits else []),
        *notes,
    ]
    user = [
        Piece(name="task", text=f"Task: {task.kind.value}\n{_place(task, values['file'])}"),
        *([Piece(name="instruction", text=f"Instruction: {task.instruction}")] * _said(task, placed)),
        *([] if "context" in placed else _around(context, with_diagnostics="diagnostics" not in placed)),
        *([] if in_system else [Piece(name="words", text=words)]),
        *([] if "selection" in placed else [Piece(name="selection", text=f"{_called(task)}:\n{values['selection']}")]),
    ]
    messages = (
        Message(role="system", content="\n\n".join(piece.text for piece in system)),
        Message(role="user", content="\n\n".join(piece.text for piece in user)),
    )
    return Composed(messages=messages, pieces=(*system, *user), left_out=())


def _form(task: Task) -> str:
    return "edits" if task.selection else "inserts"


def _called(task: Task) -> str:
    if task.kind is Kind.COMMIT:
        return "The staged changes"
    if task.selection or not task.kind.edits:
        return "The selection"
    return "Nothing is selected; what you write is inserted at the cursor"


def _place(task: Task, file: str) -> str:
    """Say what the task is about, and where in the file it is, for kinds whose words or answers need that."""
    first = task.source.count("\n", 0, task.start) + 1
    if task.kind is Kind.COMMIT:
        return f"Branch: {one_line(task.branch) or 'unknown'}"
    if task.kind is Kind.REVIEW:
        return f"{file}\nThe selection begins with line {first} of the file."
    if task.kind is Kind.GENERATE and not task.selection:
        return f"{file}\nThe cursor is on line {first}, where the text before it ends."
    return file


def _said(task: Task, placed: frozenset[str]) -> bool:
    return bool(task.instruction) and "instruction" not in placed


def _values(task: Task, context: Context) -> dict[str, str]:
    language = one_line(task.language or "the language of the file")
    path = one_line(task.path) or "unnamed"
    diagnostics = next((piece.text for piece in context.pieces if piece.name == DIAGNOSTICS), "")
    return {
        "selection": fenced(task.selection, task.language),
        "language": language,
        "path": path,
        "file": f"File: {path} ({language})",
        "instruction": task.instruction,
        "diagnostics": diagnostics,
        "context": "\n\n".join(piece.text for piece in _around(context, with_diagnostics=False)),
    }


def _around(context: Context, *, with_diagnostics: bool) -> list[Piece]:
    return [
        piece for piece in context.pieces if piece.name != NOTES and (with_diagnostics or piece.name != DIAGNOSTICS)
    ]


@cache
def _template(name: str) -> str:
    return files("tierline.prompt").joinpath("templates", f"{name}.md").read_text(encoding="utf-8").strip()
