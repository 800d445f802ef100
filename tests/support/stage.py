"""A real editor over the real server and its sandbox, and what a test does and sees there."""

import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pygls.uris import to_fs_path

from support.gate import Gate, gate_before
from support.puppet import Json, Puppet, playing
from tierline.app import sandbox_catalogue
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.sandbox.books import Record

EGLOT = "Emacs eglot"
CLIENTS = ("Neovim", "vscode-languageclient", EGLOT)

SETTINGS: Json = {
    "escalate": "off",
    "refresh": "off",
    "cache": {"minutes": 0},
    # Which model answers depends on the name of the file: no test waits for settings to change.
    "models": {"minimum": ["sandbox/429-daily:free"], "maximum": ["sandbox/stall"]},
    "rules": [
        {"name": "stalls", "when": {"path": "stall_*"}, "tier": "maximum"},
        {"name": "free", "when": {"path": "free_*"}, "tier": "minimum"},
        {"name": "plain", "when": {"path": "*"}, "tier": "default"},
    ],
    "timeLimits": {"firstTokenS": 600, "stallS": 600},
}
PROMPT = "---\ntitle: Shout\nanswer: edit\n---\nMend this.\n"


class Stage:
    """One editor with its server, its project and the provider that the server asks."""

    def __init__(self, puppet: Puppet, sandbox: Sandbox, gate: Gate, project: Path) -> None:
        self.puppet, self.gate, self.project = puppet, gate, project
        self.spent = False
        """Whether nothing more can be played here."""
        self._books = sandbox.books
        self._seen = 0
        self._asked = 0

    def begin(self) -> None:
        """Look at nothing that was before."""
        self.gate.open()
        self._seen, self._asked = len(self.puppet.events), len(self._books.chats)

    async def open(self, name: str, text: str) -> str:
        """Make a file of the project, open it in the editor, and return its path."""
        path = self.project / name
        path.write_bytes(text.encode())
        await self.puppet.do("open", path=str(path))
        return str(path)

    async def act(self, path: str, select: str, title: str) -> None:
        """Select ``select``, and choose the code action whose title begins with ``Tierline: {title}``."""
        await self.puppet.do("act", path=path, select=select, title=f"Tierline: {title}")

    async def run(self, path: str, select: str, title: str) -> str:
        """Choose a code action, wait for its end, and return how it ended."""
        await self.act(path, select, title)
        return await self.ended()

    async def type(self, path: str, old: str, new: str) -> None:
        """Type ``new`` over the first ``old``; before the first character, if that is empty."""
        await self.puppet.do("replace", path=path, old=old, new=new)

    async def told(self) -> None:
        """Wait until the server has heard of all that was typed: editors put it before a request of theirs."""
        await self.command("status", {})

    async def text(self, path: str) -> str:
        """Return what the editor would save."""
        found: str = await self.puppet.do("text", path=path)
        return found

    async def command(self, name: str, argument: Json) -> Any:
        return await self.puppet.do("command", command=f"tierline.{name}", argument=argument)

    async def status(self, holds: Callable[[Json], bool]) -> Json:
        """Return the first ``tierline/status`` that ``holds``."""
        return (await self.seen("status", lambda said: holds(said["status"])))["status"]

    async def streams(self) -> None:
        """Wait until a part of the answer has come to the server."""
        await self.status(lambda status: status["phase"] == "streaming")

    @staticmethod
    def uri(path: str) -> str:
        return Path(path).as_uri()

    @staticmethod
    def path(uri: str) -> str:
        found = to_fs_path(uri)
        assert found is not None
        return found

    def kill_server(self) -> None:
        os.kill(int((self.project.parent / "server").read_text()), signal.SIGKILL)

    async def seen(self, event: str, holds: Callable[[Json], bool] = lambda _: True) -> Json:
        """Return the first event of this kind that ``holds``, when it has come."""
        return await self.puppet.until(lambda said: said["event"] == event and holds(said), self._seen)

    async def ended(self) -> str:
        """Wait until the next task is over, and return how it ended."""
        found = await self.seen("finished")
        self._seen = self.puppet.events.index(found, self._seen) + 1
        return str(found["state"])

    async def asked(self, count: int = 1) -> Sequence[Record]:
        """Return the requests for an answer since the beginning, when there are so many."""
        return await self._books.wait_for(lambda books: len(self._new(books.chats)) >= count and self._new(books.chats))

    @property
    def requests(self) -> Sequence[Record]:
        """The requests for an answer since the beginning."""
        return self._new(self._books.chats)

    def _new(self, chats: Sequence[Record]) -> Sequence[Record]:
        return chats[self._asked :]

    async def hung_up(self) -> None:
        """Wait until the server has left the newest request."""
        await self._books.wait_for(lambda books: self._new(books.chats)[-1].hung_up)


@asynccontextmanager
async def stage(editor: Sequence[str], env: dict[str, str], folder: Path) -> AsyncIterator[Stage]:
    """Play the editor that ``editor`` starts; ``env`` is what its script needs besides."""
    project = folder / "project"
    (project / ".git").mkdir(parents=True)
    prompts = folder / "config" / "tierline" / "prompts"
    prompts.mkdir(parents=True)
    (prompts / "shout.md").write_text(PROMPT)
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    kept = {name: value for name, value in os.environ.items() if name not in ("NVIM", "XDG_RUNTIME_DIR")}
    # The process id is for the one who is to kill it.
    server = ["sh", "-c", f"echo $$ > '{folder}/server'; exec '{sys.executable}' -m tierline serve"]
    async with Sandbox(sandbox_catalogue()) as sandbox, gate_before(sandbox.base_url) as gate:
        mine = {
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TIERLINE_BASE_URL": gate.base_url,
            "OPENROUTER_API_KEY": SANDBOX_KEY,
            "PUPPET_ROOT": str(project),
            "PUPPET_SERVER": json.dumps(server),
            "PUPPET_SETTINGS": json.dumps({"tierline": SETTINGS}),
        }
        async with playing(editor, kept | own | mine | env, folder) as puppet:
            yield Stage(puppet, sandbox, gate, project)
