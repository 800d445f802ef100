"""Files that are never sent: a task on one ends before anything leaves, or the user allows it this once."""

from pathlib import Path
from typing import TYPE_CHECKING

from pygls.uris import to_fs_path

from tierline.lsp.convert import project_root

if TYPE_CHECKING:
    from tierline.engine.events import Consent
    from tierline.lsp.session import Session


async def check_ignored(session: "Session", uri: str, path: str, consent: "Consent") -> None:
    """Let a task on the document pass, unless its file is one that is ignored; ``path`` is how it is called.

    Raises:
        IgnoredFile: it is, and the user does not want it sent all the same.
    """
    from tierline.settings.ignored import ignored, question, refusal

    name = to_fs_path(uri) if uri.startswith("file:") else None
    found = ignored(Path(name), project_root(session.server, uri)) if name else None
    if found is None:
        return
    if not session.asks_about_ignored or not await consent(question(path, found)):
        raise refusal(path, found)
