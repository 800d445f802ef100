"""The workspace's documents: cut into lines as LSP cuts them, with the changes that were typed."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import uri_scheme
from pygls.workspace import TextDocument, Workspace

from tierline.edit.changes import Change
from tierline.edit.positions import LINE, LineIndex

NOTEBOOK_SCHEMES = frozenset({"vscode-notebook-cell", "vscode-notebook-cell-output", "notebook-cell"})


class LspTextDocument(TextDocument):
    """A document that takes changes exactly as LSP defines them, and remembers those that nobody has looked at.

    pygls cuts lines with ``str.splitlines``, which also cuts at form feeds, U+2028 and more, and puts a position past
    the end of the last line before its last character. Either way all later positions would be off.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._untaken: list[Change | None] = []

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Make one change; a position outside the text is the nearest one within."""
        if isinstance(change, types.TextDocumentContentChangePartial):
            source = self.source
            index = LineIndex(source, encoding_name(self.position_codec.encoding))
            start, end = (
                len(source) if (at := index.offset(place.line, place.character)) is None else at
                for place in (change.range.start, change.range.end)
            )
            made = Change(min(start, end), max(start, end), change.text)
            self._source = made.made(source)
            self._untaken.append(made)
        else:
            self._source = change.text
            self._untaken.append(None)

    def take_changes(self) -> tuple[Change, ...] | None:
        """Return the changes since the last call, in order; ``None`` if the whole text was sent among them."""
        noted, self._untaken = self._untaken, []
        changes = tuple(change for change in noted if change is not None)
        return changes if len(changes) == len(noted) else None

    @property
    def lines(self) -> Sequence[str]:
        """The lines with their ends; LF, CRLF and CR end a line, nothing else does."""
        return tuple(LINE.findall(self.source))


class LspWorkspace(Workspace):
    """Makes its documents of the exact kind."""

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> TextDocument:
        return LspTextDocument(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=types.TextDocumentSyncKind.Incremental,
            position_codec=self.position_codec,
        )


def use_exact_documents(server: LanguageServer) -> None:
    """Exchange the workspace that pygls has just made; called while ``initialize`` is answered."""
    made = server.protocol.workspace
    server.protocol._workspace = LspWorkspace(  # noqa: SLF001 pygls offers no factory
        made.root_uri, types.TextDocumentSyncKind.Incremental, list(made.folders.values()), made.position_encoding
    )


def encoding_name(encoding: types.PositionEncodingKind | str | None) -> str:
    """Return LSP's name of a position encoding (``utf-16``); that of the default where nothing was agreed on."""
    return str(getattr(encoding, "value", encoding) or "utf-16")


def same_document(one: str, other: str) -> bool:
    """Whether two URIs name the same document; clients differ in what they escape."""
    return one == other or unquote(one) == unquote(other)


def as_opened(server: LanguageServer, uri: str) -> str:
    """Return a document's URI as the client writes it, where it has it open; an edit of any other it would refuse."""
    return server.workspace.get_text_document(uri).uri


def in_notebook(server: LanguageServer, uri: str) -> bool:
    """Whether the document is a cell of a notebook."""
    known = server.workspace.get_notebook_document(cell_uri=uri) is not None
    return known or uri_scheme(uri) in NOTEBOOK_SCHEMES


def is_open(server: LanguageServer, uri: str) -> bool:
    """Whether the editor has the document open, so that its text and version are known."""
    document = server.workspace.get_text_document(uri)
    return document.version is not None
