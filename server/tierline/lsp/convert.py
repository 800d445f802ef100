"""From LSP's positions and documents to a task, and from hunks back to LSP's edits."""

from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from tierline.edit.positions import LineIndex
from tierline.lsp.code_actions import OWN_SOURCE
from tierline.lsp.document import encoding_name, in_notebook, is_open
from tierline.lsp.errors import DocumentNotOpen, InNotebook, RangeOutside
from tierline.task import Diagnostic, Task

if TYPE_CHECKING:
    from tierline.lsp.protocol import TaskParams

_SEVERITIES = ("error", "warning", "information", "hint")


def has_own_client(server: LanguageServer) -> bool:
    """Whether one of our clients is in between: it says so in ``capabilities.experimental.tierline``.

    Such a client shows streamed answers, and asks the user for instructions.
    """
    experimental: Any = server.client_capabilities.experimental
    members = experimental._asdict() if hasattr(experimental, "_asdict") else experimental
    return isinstance(members, dict) and bool(members.get("tierline"))


def line_index(server: LanguageServer, text: str) -> LineIndex:
    """Index ``text`` for the position encoding that was agreed on."""
    return _indexed(text, encoding_name(server.workspace.position_encoding))


@lru_cache(maxsize=2)
def _indexed(text: str, encoding: str) -> LineIndex:
    # All that waits in a document is shown anew with each key that is pressed.
    return LineIndex(text, encoding)


def task_from(server: LanguageServer, params: "TaskParams") -> tuple[Task, int | None]:
    """Copy what the task needs out of the live document, with its version.

    Call it before the first await: until then no later message is looked at (see ``serving``), and the text is the
    one that the editor saw when it asked.

    Raises:
        DocumentNotOpen, InNotebook, RangeOutside, NotATask: the request can't be a task.
    """
    from tierline.engine.intake import check
    from tierline.settings import branch_in

    name = to_fs_path(params.uri) or params.uri
    if in_notebook(server, params.uri):
        raise InNotebook(
            "Tierline works on text files and not yet on the cells of a notebook; "
            "put the code into a file, and run the task there."
        )
    if not is_open(server, params.uri):
        raise DocumentNotOpen(f"{PurePath(name).name} is not open in the editor; open it, then run the task again.")
    document = server.workspace.get_text_document(params.uri)
    source = document.source
    index = line_index(server, source)
    start = index.offset(params.range.start.line, params.range.start.character)
    end = index.offset(params.range.end.line, params.range.end.character)
    if end is None and params.range.end.line == index.line_count and params.range.end.character == 0:
        end = len(source)
    if start is not None and end is not None and start > end:
        # Some editors give a selection made backwards as it was made.
        start, end = end, start
    if start is None or end is None:
        raise RangeOutside(
            f"The range {_shown(params)} lies outside {PurePath(name).name}, which has {index.line_count} lines; "
            "select text in the document."
        )
    root = project_root(server, params.uri)
    task = Task(
        kind=params.kind,
        source=source,
        start=start,
        end=end,
        path=project_path(name, root),
        language=document.language_id or "",
        instruction=params.instruction.strip(),
        branch=branch_in(root),
        diagnostics=tuple(
            Diagnostic(
                line=found.range.start.line,
                message=found.message,
                severity=_SEVERITIES[found.severity - 1],
                source=found.source,
            )
            for found in params.diagnostics
            # What a review of ours has found is an opinion, and goes along only where just that is to be mended.
            if found.source != OWN_SOURCE
        ),
    )
    if not params.prompt:
        # What a prompt file needs is known when it is read.
        check(task)
    return task, document.version


def on_blank_line(server: LanguageServer, uri: str, line: int) -> bool:
    """Whether a line of an open document has nothing on it."""
    if not is_open(server, uri):
        return False
    lines = server.workspace.get_text_document(uri).lines
    return line >= len(lines) or not lines[line].strip()


def text_edits(server: LanguageServer, text: str, start: int, end: int, new_text: str) -> list[types.TextEdit]:
    """Return the smallest edits, in whole lines, that put ``new_text`` in the place of ``text[start:end]``."""
    from tierline.edit.hunks import hunks

    index = line_index(server, text)

    def at(offset: int) -> types.Position:
        line, character = index.position(start + offset)
        return types.Position(line, character)

    return [
        types.TextEdit(types.Range(at(hunk.start), at(hunk.end)), hunk.text)
        for hunk in hunks(text[start:end], new_text)
    ]


def project_root(server: LanguageServer, uri: str) -> Path | None:
    """Return the top folder of a document's project: the innermost workspace folder around it, or what git says."""
    from tierline.settings import root_of

    name = to_fs_path(uri)
    if not name or not uri.startswith("file:"):
        return None
    file = Path(name)
    folders = [Path(root) for folder in server.workspace.folders.values() if (root := to_fs_path(folder.uri))]
    around = [folder for folder in folders if file.is_relative_to(folder)]
    return max(around, key=lambda folder: len(folder.parts)) if around else root_of(file)


def project_path(path: str, root: Path | None) -> str:
    """Return a path as the user knows it: relative to the project, with ``/``."""
    if root and PurePath(path).is_relative_to(root):
        return PurePath(path).relative_to(root).as_posix()
    # Without a project around it only the nearest folder says something; the rest is the user's own.
    return PurePath(*PurePath(path).parts[-2:]).as_posix() if "/" in path or "\\" in path else path


def _shown(params: "TaskParams") -> str:
    start, end = params.range.start, params.range.end
    return f"{start.line + 1}:{start.character + 1}-{end.line + 1}:{end.character + 1}"
