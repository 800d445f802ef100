"""The last good answer of every address, with what a conditional request needs. Private to the user."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tierline.files import private_folder, replace_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an address answered."""

    url: str
    content: bytes = field(repr=False)
    etag: str = ""
    last_modified: str = ""
    checked: str = ""
    """Day on which the server last said that this is its current answer, ISO 8601."""
    unchanged: bool = False
    """Whether the server just said that the kept answer still holds."""


class BodyCache:
    """Bodies in a folder, two files each: the bytes, and what is known about them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str) -> Body | None:
        """Return the kept answer; ``None`` if there is none or it was damaged."""
        known, content = self._paths(url)
        try:
            said = json.loads(known.read_text(encoding="utf-8"))
            body = content.read_bytes()
            if said["url"] != url or said["sha256"] != hashlib.sha256(body).hexdigest():
                return None
            return Body(
                url=url,
                content=body,
                etag=said["etag"],
                last_modified=said["last_modified"],
                checked=said["checked"],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, bodies: Iterable[Body]) -> None:
        """Keep answers that their parser understood."""
        private_folder(self._folder)
        for body in bodies:
            known, content = self._paths(body.url)
            said = {name: value for name, value in asdict(body).items() if name not in {"content", "unchanged"}}
            # The checksum in the second file makes a pair that was cut in two unreadable, not wrong.
            replace_file(content, body.content)
            digest = hashlib.sha256(body.content).hexdigest()
            replace_file(known, json.dumps({**said, "sha256": digest}).encode())

    def _paths(self, url: str) -> tuple[Path, Path]:
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        return self._folder / f"{name}.json", self._folder / f"{name}.body"
