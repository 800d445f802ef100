"""One line of ``tierline doctor``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one thing. Nothing in it is secret, code, or the user's name."""

    topic: str
    level: Level
    said: str
    todo: str = ""
    """What the user can do about it; empty where nothing is to be done."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """The same for programs."""


def ok(topic: str, said: str, **facts: Any) -> Finding:
    """Return a finding that is as it should be."""
    return Finding(topic=topic, level="ok", said=said, facts=facts)


def warn(topic: str, said: str, todo: str, **facts: Any) -> Finding:
    """Return a finding that should be looked at."""
    return Finding(topic=topic, level="warn", said=said, todo=todo, facts=facts)


def fail(topic: str, said: str, todo: str, **facts: Any) -> Finding:
    """Return a finding that stops tasks."""
    return Finding(topic=topic, level="fail", said=said, todo=todo, facts=facts)


def homely(path: Path | str) -> str:
    """Return a path without the user's name in it, where it lies below the home folder."""
    home = str(Path.home())
    text = str(path)
    return f"~{text.removeprefix(home)}" if home != "/" and text.startswith(home) else text
