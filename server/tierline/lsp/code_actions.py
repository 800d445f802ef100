"""One code action for each kind of task on a selection; the work is done by the command behind it."""

from typing import TYPE_CHECKING

from lsprotocol import types

from tierline.task import NEEDS_INSTRUCTION, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tierline.prompt.command import Command

RUN = "tierline.run"
OWN_SOURCE = "tierline"
"""Of the diagnostics that reviews make. They are no reports of the editor's, and are not sent as such."""

TITLES = {
    Kind.EXPLAIN: "Explain",
    Kind.FIX: "Fix",
    Kind.REFACTOR: "Refactor",
    Kind.TEST: "Write Tests",
    Kind.DOCUMENT: "Document",
    Kind.REVIEW: "Review",
    Kind.OPTIMIZE: "Optimize",
    Kind.GENERATE: "Generate",
    Kind.EDIT: "Edit",
    Kind.ASK: "Ask",
    Kind.TRANSLATE: "Translate",
}
LSP_KINDS = {
    Kind.FIX: f"{types.CodeActionKind.QuickFix.value}.tierline.fix",
    Kind.REFACTOR: f"{types.CodeActionKind.RefactorRewrite.value}.tierline.refactor",
    Kind.OPTIMIZE: f"{types.CodeActionKind.RefactorRewrite.value}.tierline.optimize",
    Kind.TRANSLATE: f"{types.CodeActionKind.RefactorRewrite.value}.tierline.translate",
    Kind.DOCUMENT: f"{types.CodeActionKind.RefactorRewrite.value}.tierline.document",
    Kind.EDIT: f"{types.CodeActionKind.RefactorRewrite.value}.tierline.edit",
    Kind.GENERATE: f"{types.CodeActionKind.RefactorRewrite.value}.tierline.generate",
}
"""Actions that edit stand under LSP's kinds; those whose answer is for reading have one of their own."""


def lsp_kind(kind: Kind) -> str:
    """Return the code action kind under which the editor files a task kind."""
    return LSP_KINDS.get(kind, f"tierline.{kind}")


def actions(
    params: types.CodeActionParams, *, client_asks: bool, on_blank_line: bool = False
) -> list[types.CodeAction]:
    """Return the actions for a selection; where nothing is selected, that which writes code at the cursor.

    ``client_asks`` says whether the client asks the user for an instruction where one is needed; if
    not, the comments in the selection are the instruction. At a cursor there is an action on a blank line alone, and
    where the user asked for actions: it would else be shown all the time.
    """
    if params.range.start == params.range.end:
        asked = params.context.trigger_kind is not types.CodeActionTriggerKind.Automatic
        here = asked and on_blank_line and wanted(Kind.GENERATE, params.context.only)
        return [_action(Kind.GENERATE, params, client_asks=client_asks)] if here else []
    return [_action(kind, params, client_asks=client_asks) for kind in TITLES if wanted(kind, params.context.only)]


def marked(found: "list[types.CodeAction]", can: types.ClientCapabilities) -> "list[types.CodeAction]":
    """Return the actions, as such of a language model where the client can show that."""
    document = can.text_document
    support = document.code_action.tag_support if document and document.code_action else None
    if support and types.CodeActionTag.LlmGenerated in support.value_set:
        for action in found:
            action.tags = [types.CodeActionTag.LlmGenerated]
    return found


def own_actions(params: types.CodeActionParams, commands: "Mapping[str, Command]") -> list[types.CodeAction]:
    """Return an action for each command that a prompt file adds, but for those that need words of the user's."""
    return [
        _own_action(command, params)
        for command in commands.values()
        if command.origin != "shipped"
        and command.name not in {*Kind}
        and not command.needs_instruction
        and wanted(command.kind, params.context.only)
    ]


def _own_action(command: "Command", params: types.CodeActionParams) -> types.CodeAction:
    title = f"Tierline: {command.title}"
    # An empty instruction: a client need not ask for one, whatever the kind.
    argument = _argument(command.kind, params) | {"prompt": command.name, "instruction": ""}
    return types.CodeAction(
        title=title,
        kind=lsp_kind(command.kind),
        command=types.Command(title=title, command=RUN, arguments=[argument]),
    )


def wanted(kind: Kind, only: "Sequence[types.CodeActionKind | str] | None") -> bool:
    """Return whether the editor asks for actions of this kind; without ``only`` it asks for all."""
    if not only:
        return True
    mine = lsp_kind(kind)
    return any(
        mine == prefix or mine.startswith(f"{prefix}.") for prefix in (str(getattr(o, "value", o)) for o in only)
    )


def _action(kind: Kind, params: types.CodeActionParams, *, client_asks: bool) -> types.CodeAction:
    title = f"Tierline: {TITLES[kind]}"
    if params.range.start == params.range.end:
        title += " at the cursor"
    if kind in NEEDS_INSTRUCTION:
        title += "…" if client_asks else " as the comments in the selection say"
    command = types.Command(title=title, command=RUN, arguments=[_argument(kind, params)])
    return types.CodeAction(title=title, kind=lsp_kind(kind), command=command)


def _argument(kind: Kind, params: types.CodeActionParams) -> dict[str, object]:
    return {
        "uri": params.text_document.uri,
        "range": _range(params.range),
        "kind": kind.value,
        "diagnostics": [_diagnostic(found) for found in params.context.diagnostics if found.source != OWN_SOURCE],
    }


def _range(value: types.Range) -> dict[str, dict[str, int]]:
    return {
        name: {"line": position.line, "character": position.character}
        for name, position in (("start", value.start), ("end", value.end))
    }


def _diagnostic(found: types.Diagnostic) -> dict[str, object]:
    return {
        "range": _range(found.range),
        "message": str(found.message),
        "severity": int(found.severity or types.DiagnosticSeverity.Error),
        "source": found.source or "",
    }
