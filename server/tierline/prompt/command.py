"""What a user can ask for by name: the kinds that come along, and a command for each prompt file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from tierline.task import NEEDS_INSTRUCTION, Kind, OwnPrompt, Tier

Origin = Literal["shipped", "user", "project"]

TITLES = {Kind.TEST: "Write Tests", Kind.COMMIT: "Commit Message"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that can be asked for."""

    name: str
    title: str
    kind: Kind
    """What it behaves as: how it is routed, what its answer is checked for, whether that replaces the selection."""
    origin: Origin
    words: str = ""
    """Of a prompt file; empty where Tierline's own for the kind serve."""
    needs_instruction: bool = False
    tier: Tier | None = None
    """The tier that the user wants for it; a project can't choose one."""
    file: str = ""

    @property
    def prompt(self) -> OwnPrompt | None:
        """What a task needs to know of it."""
        if not self.words:
            return None
        return OwnPrompt(name=self.name, words=self.words, needs_instruction=self.needs_instruction)


def shipped() -> tuple[Command, ...]:
    """Return a command for each kind."""
    return tuple(
        Command(
            name=kind.value,
            title=TITLES.get(kind, kind.value.capitalize()),
            kind=kind,
            origin="shipped",
            needs_instruction=kind in NEEDS_INSTRUCTION,
        )
        for kind in Kind
    )


def by_name(user: Iterable[Command], project: Iterable[Command]) -> Mapping[str, Command]:
    """Return all commands by name, the shipped ones first. The user's words go before those of a project."""
    return {command.name: command for command in (*shipped(), *project, *user)}
