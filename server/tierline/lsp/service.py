"""A running Tierline: the engine and what may change about it while it runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tierline.credentials import KeyHolder
from tierline.engine.run import Engine
from tierline.learning import UNTOUCHED, Adjustments
from tierline.ledger.store import Ledger
from tierline.settings import Settings
from tierline_scoring.snapshot import Snapshot, load_snapshot
from tierline_scoring.task_cost import Spending


@dataclass(slots=True, kw_only=True)
class Service:
    """What the editor's connection and the command line both work with."""

    engine: Engine
    keys: KeyHolder
    simulated: bool
    """Whether the sandbox answers instead of OpenRouter."""
    configure: Callable[[Settings], None]
    """Puts settings in force from the next task on."""
    ledger: Ledger | None = None
    """Where tasks are remembered; ``None`` where nothing is to be."""
    learn: Callable[[], Adjustments] = lambda: UNTOUCHED
    """Reads what the ledger teaches; blocks."""
    snapshot: Callable[[], Snapshot] = load_snapshot
    """The figures in force, on which the engine's tiers stand."""
    own: Callable[[], Mapping[str, Spending]] = dict
    """What the user's own calls took in tokens, on which they stand too."""
