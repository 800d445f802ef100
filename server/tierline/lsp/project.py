"""The rules that a document's project brings."""

from typing import TYPE_CHECKING

from lsprotocol import types

from tierline.lsp.convert import project_root

if TYPE_CHECKING:
    from tierline.lsp.session import Session
    from tierline.switch import CustomRule


def project_rules(session: "Session", uri: str) -> "tuple[CustomRule, ...]":
    """Return the rules of the project around a document; what is wrong with them is told once.

    Nothing is read where the user, or an editor that does not trust the folder, says ``ignore``.
    """
    from tierline.settings import project_in

    if not session.reads_projects:
        return ()
    project = project_in(project_root(session.server, uri))
    for problem in project.problems:
        if problem not in session.told:
            session.told.add(problem)
            session.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, problem))
    return project.rules
