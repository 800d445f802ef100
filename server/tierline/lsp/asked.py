"""Documents as they were when a request was read.

A handler begins a step after its request was read. By then changes that came right behind it may be in the workspace:
the range of the request would be taken in a text that it was not meant for.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument, Workspace

if TYPE_CHECKING:
    from tierline.lsp.apply import Target


@dataclass(frozen=True, slots=True)
class Seen:
    """A document at that moment; ``version`` is ``None`` where it is not open."""

    document: TextDocument
    source: str
    version: int | None


_SEEN: ContextVar[Mapping[str, Seen]] = ContextVar("seen")
"""By URI; of the request that is being handled."""


def remember(workspace: Workspace) -> None:
    """Remember the open documents for the request that was just read."""
    _SEEN.set({document.uri: _seen(document) for document in workspace.text_documents.values()})


def as_asked(server: LanguageServer, uri: str) -> Seen:
    """Return a document as it was when the request was read."""
    document = server.workspace.get_text_document(uri)
    return _SEEN.get({}).get(document.uri) or _seen(document)


def catch_up(server: LanguageServer, target: "Target") -> None:
    """Have a target that was made from such a document follow what has happened since."""
    document = server.workspace.get_text_document(target.uri)
    if document is not as_asked(server, target.uri).document:
        target.closed = True
    elif document.version != target.version:
        target.follow(document.source, document.version)


def _seen(document: TextDocument) -> Seen:
    # One that is not open would be read from the disk.
    return Seen(document, "" if document.version is None else document.source, document.version)
