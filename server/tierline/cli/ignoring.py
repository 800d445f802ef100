"""Files that are never sent: a task on one ends before anything leaves, or the user allows it this once."""

from pathlib import Path
from typing import TYPE_CHECKING

from tierline.cli.project import root_above

if TYPE_CHECKING:
    from tierline.engine.events import Consent
    from tierline.privacy.ignore import Ignored
    from tierline.settings import Settings


async def check_ignored(file: Path, path: str, settings: "Settings", consent: "Consent") -> None:
    """Let a task on ``file`` pass, unless it is one that is ignored; ``path`` is how it is called.

    Raises:
        IgnoredFile: it is, and the user does not want it sent all the same.
    """
    from tierline.settings.ignored import question, refusal

    found = _found(file)
    if found is None:
        return
    if settings.send_ignored != "ask" or not await consent(question(path, found)):
        raise refusal(path, found)


def _found(file: Path) -> "Ignored | None":
    from tierline.settings.ignored import ignored

    return ignored(file.absolute(), root_above(file))
