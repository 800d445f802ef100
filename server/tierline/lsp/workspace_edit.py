"""One edit of one document, in the form that the client understands."""

from collections.abc import Sequence
from dataclasses import dataclass

from lsprotocol import types
from pygls.lsp.server import LanguageServer

_ANNOTATION = "tierline"


@dataclass(frozen=True, slots=True)
class Label:
    """What an editor may call the edit, in its list of undo steps or before it is made."""

    title: str
    description: str = ""
    confirm: bool = False
    """Whether the editor is to ask the user before it makes the edit, where it can."""


def workspace_edit(
    server: LanguageServer, uri: str, version: int | None, edits: Sequence[types.TextEdit], label: Label
) -> types.WorkspaceEdit:
    """Return an edit that the client refuses if the document is not at ``version`` any more, as far as it can.

    Where the user is to confirm it, it is annotated, for clients that know that.
    """
    workspace = server.client_capabilities.workspace
    can = workspace.workspace_edit if workspace else None
    # Resource operations exist in document changes only: Neovim announces just these.
    if not (can and (can.document_changes or can.resource_operations)):
        return types.WorkspaceEdit(changes={uri: list(edits)})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
    # Neovim 0.12 prints each annotation and waits for a key: none without need.
    if not (label.confirm and can.change_annotation_support):
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(edits))])
    annotated = [types.AnnotatedTextEdit(_ANNOTATION, edit.range, edit.new_text) for edit in edits]
    annotation = types.ChangeAnnotation(label.title, needs_confirmation=True, description=label.description or None)
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(document, annotated)], change_annotations={_ANNOTATION: annotation}
    )
