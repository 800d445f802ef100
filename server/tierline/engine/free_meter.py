"""How much of the account's limits on free models is used up, as far as this process can tell. Pure.

The limits are OpenRouter's: 20 requests a minute, and 50 a day, or 1,000 for whoever has ever bought ten dollars of
credit. The day begins at midnight UTC. Refused requests count too, and so does each retry.
"""

from dataclasses import dataclass, replace

PER_MINUTE = 20
PER_DAY = (50, 1000)
"""Which of the two holds is not known before the account has said it."""
_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What the account itself said of its day, when it was asked."""

    limit: int
    used: int
    day: str
    """The UTC day it is about, ``YYYY-MM-DD``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeMeter:
    """Requests of this process in the last minute, and what the account has said."""

    sent_at: tuple[float, ...] = ()
    """Epoch seconds, of the last minute alone."""
    told: Allowance | None = None

    def sent(self, *times: float) -> "FreeMeter":
        """Return the meter after requests to a free model, sent at these times."""
        since = max(times, default=0.0) - _MINUTE_S
        return replace(self, sent_at=(*(at for at in self.sent_at if at > since), *times))

    def this_minute(self, now: float) -> int:
        """Return how many requests were made in the last sixty seconds."""
        return sum(at > now - _MINUTE_S for at in self.sent_at)

    def today(self, counted: int, day: str) -> int:
        """Return how many requests count for the UTC day: what the account said, or what was ``counted`` if more."""
        return max(counted, self.told.used) if self.told and self.told.day == day else counted

    @property
    def limit(self) -> int | None:
        """The limit a day; ``None`` where the account has not said it."""
        return self.told.limit if self.told else None
