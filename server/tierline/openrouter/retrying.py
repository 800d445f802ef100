"""When one more try at the same model is worth it, and how long to wait for it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tierline.openrouter.errors import FreeTierSpent, OpenRouterError

PASSING = frozenset({"broken-stream", "no-network", "provider-failed", "rate-limited"})
"""Codes of failures that a moment may mend. Not a time limit: who waited once waits for the next model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often and how patiently one model is asked again. The wait doubles, and chance spreads it."""

    attempts: int = 3
    """In all, the first included."""
    first_wait_s: float = 0.25
    longest_wait_s: float = 2.0
    """A provider that asks for more rest than this is left for the next model."""

    def on(self, has_text: Callable[[], bool]) -> Callable[[Exception], bool | float]:
        """Return stamina's backoff hook: no, yes (the wait grows), or the seconds that the provider named.

        ``has_text`` says whether a part of the answer was shown: it can't be taken back, so nothing is tried again.
        """

        def wait(error: Exception) -> bool | float:
            if has_text() or not isinstance(error, OpenRouterError) or not is_passing(error):
                return False
            named = error.retry_after_s
            return named <= self.longest_wait_s and max(named, self.first_wait_s) if named is not None else True

        return wait


def is_passing(error: OpenRouterError) -> bool:
    """Whether the same request may succeed in a moment, and the failure cost nothing for sure."""
    if isinstance(error, FreeTierSpent) or error.code not in PASSING or error.cost_usd != Decimal(0):
        return False
    # Without a time, a rate limit passes when it will: the next model is the better try.
    return error.code != "rate-limited" or error.retry_after_s is not None
