"""Circuit breakers: what is out, until when. Values in, values out: the caller owns the clock.

A circuit is closed while its subject answers, open for a time after it failed, and then half-open: one call may probe
it, others keep away until that has ended (Nygard, *Release It!*, 2nd edition, section 5.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tierline.task import Tier

PATIENCE = 3
"""Failures of a model in a row after which it rests, where no provider names a time. A tier rests after one: all its
models have failed then."""
COOL_DOWN_S = 60.0
"""How long the first rest lasts where the provider names no time; each failed probe doubles it."""
LONGEST_COOL_DOWN_S = 900.0
FREE = "free models"
"""The subject of the limit that the account has on all free models together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """The breaker of one subject. Times are epoch seconds."""

    failures: int = 0
    """In a row."""
    until: float | None = None
    """From when it may be probed; ``None`` while it is closed."""
    probing: bool = False
    """Whether a probe is under way."""

    def admits(self, now: float) -> bool:
        """Whether a call may be made now."""
        return self.until is None or self.half_open(now)

    def half_open(self, now: float) -> bool:
        """Whether a call made now would be the probe."""
        return self.until is not None and self.until <= now and not self.probing

    def failed(self, now: float, retry_after_s: float | None, patience: int) -> "Circuit":
        """Return the circuit after a failure; a named time opens it at once, and never brings its end nearer."""
        failures = self.failures + 1
        if retry_after_s is None and self.until is None and failures < patience:
            return Circuit(failures=failures)
        again = max(0, min(failures - patience, 10))
        guess = min(COOL_DOWN_S * 2**again, LONGEST_COOL_DOWN_S)
        rest = guess if retry_after_s is None else max(0.0, retry_after_s)
        return Circuit(failures=failures, until=max(self.until or 0.0, now + rest))


CLOSED = Circuit()


@dataclass(frozen=True, slots=True)
class Outages:
    """The circuits that are not as good as new, by their subject: a tier, a model's id, or ``FREE``."""

    circuits: Mapping[str, Circuit] = field(default_factory=dict)

    def of(self, subject: str) -> Circuit:
        """Return the circuit of a subject."""
        return self.circuits.get(subject, CLOSED)

    def failed(self, subject: str, now: float, retry_after_s: float | None = None) -> "Outages":
        """Return outages after a failure of the subject."""
        patience = 1 if subject == FREE or isinstance(subject, Tier) else PATIENCE
        return self._with(subject, self.of(subject).failed(now, retry_after_s, patience))

    def answered(self, subject: str) -> "Outages":
        """Return outages after an answer of the subject: its circuit is closed."""
        return replace(self, circuits={name: circuit for name, circuit in self.circuits.items() if name != subject})

    def probed(self, subject: str, *, probing: bool) -> "Outages":
        """Return outages with a probe of the subject under way, or given up without an outcome."""
        return self._with(subject, replace(self.of(subject), probing=probing))

    def at(self, now: float, models: Mapping[Tier, Sequence[str]]) -> frozenset[Tier]:
        """Return the tiers that are out at ``now``: they rest, or all their ``models`` do."""
        return frozenset(tier for tier in Tier if not self._answers(tier, models.get(tier, ()), now))

    def resting(self, now: float) -> Mapping[str, Circuit]:
        """Return the circuits that are open at ``now``, the first to end before the others."""
        found = [(name, circuit) for name, circuit in self.circuits.items() if (circuit.until or 0.0) > now]
        return dict(sorted(found, key=lambda item: (item[1].until or 0.0, item[0])))

    def _answers(self, tier: Tier, models: Sequence[str], now: float) -> bool:
        if not self.of(tier).admits(now) or (tier is Tier.MINIMUM and not self.of(FREE).admits(now)):
            return False
        return not models or any(self.of(model).admits(now) for model in models)

    def _with(self, subject: str, circuit: Circuit) -> "Outages":
        return replace(self, circuits={**self.circuits, subject: circuit})
