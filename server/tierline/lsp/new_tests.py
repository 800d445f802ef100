"""New tests: where they go, what the model is shown of those that are there, and the edit that puts them in place."""

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path, to_fs_path

from tierline.edit.tracked import TrackedRange
from tierline.lsp.apply import ANSWER_WITHIN_S, REFUSED, SAME, Target, deliver
from tierline.lsp.convert import project_root, text_edits
from tierline.lsp.document import as_opened, is_open
from tierline.lsp.workspace_edit import Label, workspace_edit
from tierline.task import Attachment

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.lsp.session import Session
    from tierline.settings.test_file import SuiteFile
    from tierline.task import Task

SHOWN_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTests:
    """Where the tests of a task go; ``file`` is ``None`` where ``why`` says that they go nowhere."""

    file: "SuiteFile | None"
    uri: str = ""
    why: str = ""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What the model is told of it."""
        return self.file.attachments if self.file else ()


async def new_tests(session: "Session", uri: str, task: "Task") -> NewTests:
    """Find the file for the tests of ``task``, and read what is in it: in the editor, where it is open there."""
    from tierline.settings.test_file import NoTestFile, suite_file

    root, name = project_root(session.server, uri), to_fs_path(uri)
    opened = {
        Path(path): document.source
        for document in session.server.workspace.text_documents.values()
        if document.uri.startswith("file:") and (path := to_fs_path(document.uri))
    }
    if root is None or name is None or not uri.startswith("file:"):
        return NewTests(file=None, why="the file lies in no project")
    try:
        found = await asyncio.to_thread(suite_file, root, Path(name), task.language, task.source, opened)
    except NoTestFile as error:
        return NewTests(file=None, why=str(error))
    return NewTests(file=found, uri=as_opened(session.server, from_fs_path(str(found.path)) or found.path.as_uri()))


async def put_in_place(session: "Session", tests: NewTests, reply: str, label: Label) -> str:
    """Make or extend the test file with the code of ``reply``; return why not, or nothing if it was done."""
    from tierline.settings.test_file import NoTestFile, with_tests

    if tests.file is None:
        return tests.why
    async with session.delivering(tests.uri):
        # As it is now: hours may have passed, and whoever waited for the lock has changed it.
        server, path = session.server, tests.file.path
        document = server.workspace.get_text_document(tests.uri) if is_open(server, tests.uri) else None
        try:
            text = document.source if document else await asyncio.to_thread(tests.file.read)
            new = await asyncio.to_thread(with_tests, tests.file, text, reply)
        except NoTestFile as error:
            return str(error)
        if document is not None:
            why = await _in_open(session, tests.uri, document.version, document.source, new, text or "", label)
        elif text is None:
            why = await _created(server, tests.uri, path, new)
        else:
            why = await _in_closed(server, tests.uri, text, new, label)
    if not why:
        await _show(server, tests.uri)
    return why


async def _in_open(  # noqa: PLR0913, PLR0917 the document as it is, as it was read, and as it shall be
    session: "Session", uri: str, version: int | None, now: str, new: str, old: str, label: Label
) -> str:
    target = Target(uri, version, TrackedRange(old, 0, len(old)))
    if now != old:
        target.follow(now, version)
    session.targets.append(target)
    try:
        why = await deliver(session.server, target, new, label)
    finally:
        session.targets.remove(target)
    return "" if why == SAME else why


async def _in_closed(server: "LanguageServer", uri: str, old: str, new: str, label: Label) -> str:
    edits = text_edits(server, old, 0, len(old), new)
    # No version: the client reads the file itself, as we did a moment ago.
    return await _asked(server, workspace_edit(server, uri, None, edits, label), label.title)


async def _created(server: "LanguageServer", uri: str, path: Path, text: str) -> str:
    workspace = server.client_capabilities.workspace
    can = workspace.workspace_edit if workspace else None
    # They exist in document changes only; Neovim announces just these.
    if not can or types.ResourceOperationKind.Create not in (can.resource_operations or ()):
        return "the editor can't make files for a server"
    if await asyncio.to_thread(os.path.lexists, path):
        # Some clients would empty it, whatever the options say.
        return f"{path.name} has come into being meanwhile"
    start = types.Position(0, 0)
    edit = types.WorkspaceEdit(
        document_changes=[
            types.CreateFile(uri=uri, options=types.CreateFileOptions(overwrite=False, ignore_if_exists=False)),
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=None),
                [types.TextEdit(types.Range(start, start), text)],
            ),
        ]
    )
    why = await _asked(server, edit, f"Tierline: {path.name}")
    if why or is_open(server, uri) or await asyncio.to_thread(os.path.lexists, path):
        return why
    return REFUSED


async def _asked(server: "LanguageServer", edit: types.WorkspaceEdit, title: str) -> str:
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            reply = await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(label=title, edit=edit))
    except (TimeoutError, JsonRpcException) as error:
        return f"{REFUSED} ({error})" if str(error) else REFUSED
    return "" if reply.applied else f"{REFUSED}{f' ({reply.failure_reason})' if reply.failure_reason else ''}"


async def _show(server: "LanguageServer", uri: str) -> None:
    window = server.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        with suppress(TimeoutError, JsonRpcException):
            async with asyncio.timeout(SHOWN_WITHIN_S):
                await server.window_show_document_async(types.ShowDocumentParams(uri=uri, take_focus=False))


def attached(task: "Task", tests: NewTests) -> "Task":
    """Return the task with what the model is to know of its test file."""
    return replace(task, attachments=(*task.attachments, *tests.attachments))
