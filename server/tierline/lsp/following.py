"""What each change of a document means to those whose answers stand in it, or are to be put there."""

from typing import TYPE_CHECKING

from tierline.lsp.document import LspTextDocument, same_document
from tierline.task import Kind

if TYPE_CHECKING:
    from tierline.lsp.apply import Target
    from tierline.lsp.session import Session


def opened(session: "Session", uri: str) -> None:
    """Find the ranges of running tasks in a document that was closed meanwhile."""
    document = session.server.workspace.get_text_document(uri)
    for target in _targets_in(session, uri):
        target.closed = False
        target.follow(document.source, document.version)
    session.kept.opened(uri)


def changed(session: "Session", uri: str) -> None:
    """Carry the ranges of running tasks along, and see what becomes of answers."""
    document = session.server.workspace.get_text_document(uri)
    changes = document.take_changes() if isinstance(document, LspTextDocument) else None
    text = document.source
    session.memory.changed(uri, text)
    for target in _targets_in(session, uri):
        target.follow(text, document.version, changes)
    session.kept.changed(uri, text, changes)
    session.findings.changed(uri, text, changes)


def closed(session: "Session", uri: str) -> None:
    """Note that running tasks have lost their document."""
    session.memory.closed(uri)
    session.kept.closed(uri)
    session.findings.closed(uri)
    for target in _targets_in(session, uri):
        target.closed = True
        target.changed.set()


def _targets_in(session: "Session", uri: str) -> "list[Target]":
    mine = (running.target for running in session.running.values() if running.kind is not Kind.COMMIT)
    return [target for target in (*mine, *session.targets) if same_document(target.uri, uri)]
