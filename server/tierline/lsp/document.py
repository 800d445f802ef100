"""The workspace's documents, cut into lines as LSP cuts them."""

from collections.abc import Sequence

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument, Workspace

from tierline.edit.positions import LINE


class LspTextDocument(TextDocument):
    """pygls cuts lines with ``str.splitlines``, which also cuts at form feeds, U+2028 and more.

    LSP does not, so every position behind such a character would be off, and with it the text
    after the next incremental change.
    """

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
