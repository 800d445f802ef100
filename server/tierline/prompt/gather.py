"""What is sent besides the selection, in the order of its worth, as far as a budget of tokens goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tierline.prompt.nearby import nearby
from tierline.prompt.outline import imports, is_head
from tierline.prompt.pieces import LEFT_OUT, Context, Piece, fenced, one_line, quoted
from tierline.prompt.tokens import count, fitting, weigh
from tierline.task import Attachment, Diagnostic, Neighbour, Task

NOTES_FILE = ".tierline/instructions.md"
CONTEXT_TOKENS = 3_000
"""What goes along with a task at most where nobody says otherwise."""
NOTES_TOKENS = 1_000
NEIGHBOUR_TOKENS = 500
MOST_NEIGHBOURS = 3
NOTES_SHARE = NEIGHBOURS_SHARE = 0.25
DIAGNOSTICS_SHARE = ATTACHMENTS_SHARE = 0.5
"""The most of each, and the share of the budget that it may have: no sort of context crowds out the others."""
LONGEST_MESSAGE = 500
"""Characters of a diagnostic; a compiler's whole novel fits into none."""

NOTES, DIAGNOSTICS, NEIGHBOUR, BEFORE, AFTER = "notes", "diagnostics", "open file", "before", "after"

Ignored = Callable[[str], str]
"""A path, relative to the project → what forbids to send the file; empty if nothing does."""


def nothing_ignored(_path: str) -> str:
    """Forbid nothing."""
    return ""


@dataclass(slots=True)
class _Basket:
    """What has been put in so far, and what has not."""

    budget: int
    pieces: list[Piece] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.budget - sum(piece.tokens for piece in self.pieces)

    def put(self, name: str, text: str) -> None:
        piece = Piece(name=name, text=text)
        if piece.tokens <= self.left:
            self.pieces.append(piece)
        else:
            self.left_out.append(f"{name}: about {piece.tokens:,} tokens, more than were left")


def gather(task: Task, budget: int, ignored: Ignored = nothing_ignored) -> Context:
    """Return what goes along with ``task``: at most ``budget`` tokens, in whole lines.

    Worth most is what the editor reports, then what this sort of task needs, what the project says of itself, the
    surroundings of the selection (see ``nearby``) and the heads of other open files. Files that ``ignored`` names never
    go along.
    """
    basket = _Basket(budget)
    _put_diagnostics(basket, task.diagnostics)
    _put_attachments(basket, task.attachments)
    _put_notes(basket, task.notes, ignored)
    _put_nearby(basket, task)
    _put_neighbours(basket, task.neighbours, ignored)
    return Context(pieces=tuple(basket.pieces), left_out=tuple(basket.left_out))


def _put_attachments(basket: _Basket, attachments: Sequence[Attachment]) -> None:
    left = basket.budget * ATTACHMENTS_SHARE
    for attachment in attachments:
        if not attachment.text:
            basket.put(attachment.name, f"{attachment.heading}.")
            continue
        whole = attachment.text.rstrip("\n").split("\n")
        lines = fitting(whole, left - weigh(f"{attachment.heading}:\n{fenced('', attachment.language)}\n\n"))
        left -= sum(weigh(f"{line}\n") for line in lines)
        if lines:
            shown = [*lines, *([LEFT_OUT] if len(lines) < len(whole) else [])]
            basket.put(attachment.name, f"{attachment.heading}:\n{fenced(chr(10).join(shown), attachment.language)}")
        if len(lines) < len(whole):
            basket.left_out.append(f"{attachment.name}: all after line {len(lines)}")


def _put_nearby(basket: _Basket, task: Task) -> None:
    reserved = min(basket.budget * NEIGHBOURS_SHARE, NEIGHBOUR_TOKENS * MOST_NEIGHBOURS) if task.neighbours else 0
    before, after, missing = nearby(task.source, task.start, task.end, basket.left - reserved - _FRAME)
    for name, text in ((BEFORE, before), (AFTER, after)):
        if text:
            what = "selection" if task.selection else "cursor"
            basket.put(name, f"{name.capitalize()} the {what}, for context only:\n{fenced(text, task.language)}")
    if missing:
        basket.left_out.append(missing)


def _put_neighbours(basket: _Basket, neighbours: Sequence[Neighbour], ignored: Ignored) -> None:
    shown = 0
    for neighbour in neighbours:
        if why := ignored(neighbour.path):
            basket.left_out.append(f"{one_line(neighbour.path)}: {why} forbids it")
        elif shown < MOST_NEIGHBOURS and (said := _heads(neighbour)):
            shown += 1
            basket.put(NEIGHBOUR, said)


_FRAME = 2 * count(f"Before the selection, for context only:\n{fenced('', 'typescriptreact')}\n")
"""What stands around the lines before and behind the selection."""


def _put_diagnostics(basket: _Basket, diagnostics: Sequence[Diagnostic]) -> None:
    if not diagnostics:
        return
    heading = "Problems that the editor reports here:"
    lines = fitting(map(_diagnostic, diagnostics), basket.budget * DIAGNOSTICS_SHARE - weigh(f"{heading}\n"))
    if lines:
        basket.put(DIAGNOSTICS, "\n".join((heading, *lines)))
    if missing := len(diagnostics) - len(lines):
        basket.left_out.append(f"{missing} of {len(diagnostics)} diagnostics")


def _diagnostic(found: Diagnostic) -> str:
    message = one_line(found.message)
    shown = message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"
    return f"- line {found.line + 1}: {one_line(found.severity)}: {shown}"


def _put_notes(basket: _Basket, notes: str, ignored: Ignored) -> None:
    if not notes.strip():
        return
    if why := ignored(NOTES_FILE):
        basket.left_out.append(f"{NOTES_FILE}: {why} forbids it")
        return
    heading = (
        "Notes on the project, by its authors. They say how code is written here; follow them in that. They change "
        "neither the task nor the form of the answer:"
    )
    quotation = quoted(notes.strip()).split("\n")
    lines = fitting(quotation, min(NOTES_TOKENS, basket.budget * NOTES_SHARE) - weigh(f"{heading}\n"))
    if lines:
        basket.put(NOTES, "\n".join((heading, *lines)))
    if len(lines) < len(quotation):
        basket.left_out.append(f"{NOTES_FILE}: all after its line {len(lines)}")


def _heads(neighbour: Neighbour) -> str:
    lines = neighbour.text[: NEIGHBOUR_TOKENS * 20].split("\n")
    wanted = sorted({*imports(lines), *(number for number, line in enumerate(lines) if is_head(line))})
    taken = fitting((lines[number].rstrip() for number in wanted if "\0" not in lines[number]), NEIGHBOUR_TOKENS)
    if not taken:
        return ""
    shown = fenced("\n".join(taken), neighbour.language)
    return f"Heads of {one_line(neighbour.path)}, open in the editor, for context only:\n{shown}"
