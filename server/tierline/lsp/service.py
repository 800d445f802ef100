"""A running Tierline: the engine and what may change about it while it runs."""

from collections.abc import Callable
from dataclasses import dataclass

from tierline.credentials import KeyHolder
from tierline.engine.run import Engine
from tierline.settings import Settings


@dataclass(slots=True, kw_only=True)
class Service:
    """What the editor's connection and the command line both work with."""

    engine: Engine
    keys: KeyHolder
    simulated: bool
    """Whether the sandbox answers instead of OpenRouter."""
    configure: Callable[[Settings], None]
    """Puts settings in force from the next task on."""
