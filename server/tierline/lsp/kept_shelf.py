"""The answers that a connection can reach: those on disk, and where each stands in the documents that are open."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from lsprotocol import types

from tierline.lsp.document import is_open, same_document
from tierline.lsp.kept_files import MOST, KeptFiles
from tierline.task import Kind, TierlineError

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.edit.changes import Change
    from tierline.edit.pending import PendingEdit
    from tierline.kept import HunkState, Kept

SOON_S = 0.1
"""How long changes are gathered before they are told."""


class NoSuchAnswer(TierlineError):
    """No answer of that id is kept."""

    code = "no-answer"


class Shelf:
    """Kept answers by key, oldest first. Files are read and written in a thread, one after the other."""

    def __init__(self, server: "LanguageServer", folder: Callable[[], Path]) -> None:
        self._server = server
        self._files = KeptFiles(folder, self._complain)
        self._kept: dict[str, Kept] = {}
        self._places: dict[str, PendingEdit] = {}
        self._still: set[str] = set()
        """Whose places are not followed for a moment: an edit of ours is on its way."""
        self._changed: set[str] = set()
        self._closed = False
        self._telling: set[asyncio.Task[None]] = set()
        self.tell: Callable[[Kept], Awaitable[None]] = _silent
        """Called, a little later, with each answer that waits and has changed."""

    async def look(self) -> None:
        """Read what other processes have written, at first everything."""
        for key, found in (await self._files.news()).items():
            known = self._kept.get(key)
            self._kept[key] = known.joined(found) if known else found
            if known and (placed := self._places.get(key)):
                self._places[key] = _with_states(placed, self._kept[key])
        self._kept = dict(sorted(self._kept.items()))
        self._forget_oldest()
        for kept in self._kept.values():
            self._find(kept)

    async def close(self) -> None:
        """Write down where everything stands, and wait until it is written."""
        self._closed = True
        for key in list(self._places):
            self._leave(key)
        for telling in self._telling:
            telling.cancel()
        await self._files.close()

    def add(self, kept: "Kept", placed: "PendingEdit") -> "asyncio.Future[None]":
        """Keep an answer, or another one of the same key in its place; what is returned is done once it is written.

        Whoever stops waiting stops nothing: what is paid for is written.
        """
        kept = kept.with_states({place.hunk.id: place.state for place in placed.hunks})
        self._kept[kept.key] = kept
        self._places.pop(kept.key, None)
        if self._has_place(kept):
            self._places[kept.key] = placed
        self._forget_oldest()
        return asyncio.shield(self._files.write(kept))

    def nothing(self) -> "asyncio.Future[None]":
        """Return what is done, as nothing is to be written."""
        return self._files.nothing()

    def update(self, kept: "Kept", placed: "PendingEdit | None" = None) -> "asyncio.Future[None]":
        """Take an answer's new state, and its new places; what is returned is done once it is written.

        One that has made room for newer ones stays forgotten.
        """
        from tierline.kept.placing import seen

        if kept.key not in self._kept:
            return self.nothing()
        if placed is not None:
            self._places[kept.key] = placed
            kept = seen(kept, placed)
        self._kept[kept.key] = kept
        self._soon(kept.key)
        return asyncio.shield(self._files.write(kept))

    def all(self, uri: str | None = None) -> "list[Kept]":
        """Return the answers, of a document or all, the newest first."""
        return [kept for kept in reversed(self._kept.values()) if uri is None or same_document(kept.uri, uri)]

    def now(self, kept: "Kept") -> "Kept":
        """Return an answer as it is now; as it was last, if it has made room for newer ones."""
        return self._kept.get(kept.key, kept)

    def key(self, at: float) -> str:
        """Return the key of an answer that comes at ``at``: the newest one, though the clock was put back."""
        from tierline.kept import new_key, time_of

        return new_key(max([at, *(time_of(key) for key in list(self._kept)[-1:])]))

    def named(self, answer_id: str) -> "Kept":
        """Return the newest answer of this id.

        Raises:
            NoSuchAnswer: there is none.
        """
        found = next((kept for kept in self.all() if kept.id == answer_id), None)
        if found is None:
            raise NoSuchAnswer(
                f"No answer {answer_id!r} is kept (the oldest go when there are more than {MOST}); "
                "list those that are: tierline.answers."
            )
        return found

    def place(self, kept: "Kept", *, anew: bool = False) -> "PendingEdit | None":
        """Return where an answer stands in its open document; ``None`` if that is closed or its place is lost.

        ``anew`` looks once more for what was lost.
        """
        if anew and (placed := self._places.get(kept.key)) and placed.of(_conflict()):
            del self._places[kept.key]
        return self._places.get(kept.key) or self._find(kept, all_states=True)

    def opened(self, uri: str) -> None:
        """Look for the places of a document's answers."""
        for kept in self.all(uri):
            self._find(kept)
            self._soon_if_waiting(kept.key)

    def changed(self, uri: str, text: str, changes: "Sequence[Change] | None") -> None:
        """Carry the places along with a document's new text; ``changes`` are what led there, if they are known."""
        from tierline.kept.placing import followed

        for key in self._keys(uri):
            if key in self._still:
                continue
            was = self._places[key]
            self._places[key] = now = followed(was, text, changes)
            self._took_note(key, was, now)

    def closed(self, uri: str) -> None:
        """Note where a document's answers stood when it was closed."""
        for key in self._keys(uri):
            self._leave(key)
            self._soon_if_waiting(key)

    @contextmanager
    def still(self, key: str) -> Iterator[None]:
        """Leave an answer's places alone while an edit of ours is on its way, then go on to the text of that time."""
        from tierline.kept.placing import followed

        self._still.add(key)
        try:
            yield
        finally:
            self._still.discard(key)
            placed, kept = self._places.get(key), self._kept.get(key)
            if placed and kept and is_open(self._server, kept.uri):
                text = self._server.workspace.get_text_document(kept.uri).source
                self._places[key] = now = followed(placed, text)
                self._took_note(key, placed, now)

    def _took_note(self, key: str, was: "PendingEdit", now: "PendingEdit") -> None:
        from tierline.kept import State
        from tierline.kept.placing import seen

        kept = self._kept[key]
        if [place.state for place in was.hunks] != [place.state for place in now.hunks]:
            self._kept[key] = seen(kept, now)
            self._files.write(self._kept[key])
            self._soon(key)
        elif kept.state is State.PENDING and (was.start, was.end) != (now.start, now.end):
            self._soon(key)

    def _find(self, kept: "Kept", *, all_states: bool = False) -> "PendingEdit | None":
        """Look for an answer's place, if its document is open and it has none; of those that don't wait on demand."""
        from tierline.kept import State
        from tierline.kept.placing import placed

        if kept.key in self._places or not self._has_place(kept):
            return self._places.get(kept.key)
        if kept.state is not State.PENDING and not all_states:
            return None
        found = placed(kept, self._server.workspace.get_text_document(kept.uri).source)
        if found:
            self._places[kept.key] = found
            states = {place.hunk.id: place.state for place in found.hunks}
            self._kept[kept.key] = kept.with_states(states)
        return found

    def _has_place(self, kept: "Kept") -> bool:
        """Whether an answer is about an open document; a commit message is about what is staged around it."""
        return kept.kind is not Kind.COMMIT and is_open(self._server, kept.uri)

    def _leave(self, key: str) -> None:
        from tierline.kept.placing import seen

        self._kept[key] = seen(self._kept[key], self._places.pop(key))
        self._files.write(self._kept[key])

    def _keys(self, uri: str) -> list[str]:
        return [key for key in self._places if same_document(self._kept[key].uri, uri)]

    def _forget_oldest(self) -> None:
        for key in list(self._kept)[: max(0, len(self._kept) - MOST)]:
            del self._kept[key]
            self._places.pop(key, None)

    def _soon_if_waiting(self, key: str) -> None:
        from tierline.kept import State

        if self._kept[key].state is State.PENDING:
            self._soon(key)

    def _soon(self, key: str) -> None:
        if not self._changed and not self._closed:
            asyncio.get_running_loop().call_later(SOON_S, self._tell)
        self._changed.add(key)

    def _tell(self) -> None:
        changed, self._changed = self._changed, set()
        if self._closed:
            return
        telling = asyncio.ensure_future(self._tell_all(sorted(changed)))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _tell_all(self, keys: Sequence[str]) -> None:
        for key in keys:
            # Those that were forgotten meanwhile have nothing to tell.
            if kept := self._kept.get(key):
                await self.tell(kept)
                # Many may wait in a long document: whatever else comes goes in between.
                await asyncio.sleep(0)

    def _complain(self, sentence: str) -> None:
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, sentence))


async def _silent(_kept: "Kept") -> None:
    """Tell nobody."""


def name_of(kept: "Kept") -> str:
    """Return what the user calls the document of an answer."""
    return PurePath(kept.path or kept.uri).name


def _with_states(placed: "PendingEdit", kept: "Kept") -> "PendingEdit":
    from dataclasses import replace

    states = {hunk.id: hunk.state for hunk in kept.hunks}
    return replace(placed, hunks=tuple(replace(one, state=states[one.hunk.id]) for one in placed.hunks))


def _conflict() -> "HunkState":
    from tierline.kept import HunkState

    return HunkState.CONFLICT
