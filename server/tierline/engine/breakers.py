"""The circuit breakers while tasks run: who is kept from being asked, and what each call teaches."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tierline.openrouter.errors import FreeTierSpent, TryAnother, Unavailable
from tierline.switch import Outages
from tierline.switch.outages import COOL_DOWN_S, FREE
from tierline.task import Tier

Clock = Callable[[], float]
_DAY_S = 24 * 3600.0
_SECONDS_FROM = 120.0
"""A rest shorter than this is told in seconds."""


class Resting(Unavailable):
    """A model that is not asked, because it has just failed and its time has not come."""

    code = "resting"


class FreeIsSpent(FreeTierSpent):
    """The free tier, which is not asked before its limit is lifted."""


def _forget(_outages: Outages) -> None:
    """Keep nothing beyond this process."""


@dataclass(slots=True, kw_only=True)
class Breakers:
    """The outages as they stand, shared by all tasks of an engine."""

    outages: Outages = field(default_factory=Outages)
    remember: Callable[[Outages], None] = _forget
    """Told whenever something begins to rest, or ends to."""

    def refusal(self, model: str, now: float, *, free: bool) -> TryAnother | None:
        """Return why ``model`` is not to be asked now; ``None`` if it may be."""
        spent, circuit = self.outages.of(FREE), self.outages.of(model)
        if free and not spent.admits(now):
            return FreeIsSpent(
                f"Your account's requests to free models are used up; free models are asked again "
                f"{_when(spent.until or now, now)}: wait, or ask for the default tier.",
                retry_after_s=max(0.0, (spent.until or now) - now),
            )
        if circuit.admits(now):
            return None
        if circuit.probing:
            return Resting(f"{model} is being tried by another task; it has failed before.", retry_after_s=0.0)
        times = "once" if circuit.failures == 1 else f"{circuit.failures} times in a row"
        return Resting(
            f"{model} failed {times} and is asked again {_when(circuit.until or now, now)}; "
            "wait, or choose another tier.",
            retry_after_s=max(0.0, (circuit.until or now) - now),
        )

    @contextmanager
    def watching(self, subjects: Sequence[str], clock: Clock) -> Iterator[None]:
        """Learn from the call within about its subjects: a tier, or a model, with ``FREE`` if it is a free one."""
        probes = [subject for subject in subjects if self.outages.of(subject).half_open(clock())]
        for subject in probes:
            self.outages = self.outages.probed(subject, probing=True)
        settled: set[str] = set()
        try:
            yield
        except Unavailable as error:
            settled = {subject for subject in subjects if _blames(error, subject)}
            for subject in settled:
                self.outages = self.outages.failed(subject, clock(), error.retry_after_s)
            self.remember(self.outages)
            raise
        else:
            settled = set(subjects)
            known = any(subject in self.outages.circuits for subject in subjects)
            for subject in subjects:
                self.outages = self.outages.answered(subject)
            if known:
                self.remember(self.outages)
        finally:
            # Cancelled, or failed for another reason: it says nothing about the subject, and somebody else may probe.
            for subject in probes:
                if subject not in settled:
                    self.outages = self.outages.probed(subject, probing=False)


def most_telling(failures: Sequence[TryAnother], tier: Tier) -> TryAnother:
    """Return the failure that says most about the tier.

    A spent free tier counts before all; then, of the models that time may bring back, the first to
    return; then the last one asked.
    """
    for failure in failures:
        if isinstance(failure, FreeTierSpent):
            return failure
    waiting = [failure for failure in failures if isinstance(failure, Unavailable)]
    if waiting:
        first = min(waiting, key=lambda f: COOL_DOWN_S if f.retry_after_s is None else f.retry_after_s)
        if isinstance(first, Resting) and not all(isinstance(failure, Resting) for failure in waiting):
            # Not a mere echo: something was asked, and the tier has failed by it.
            return Unavailable(str(first), code=first.code, retry_after_s=first.retry_after_s)
        return first
    if failures:
        return failures[-1]
    return TryAnother(f"The {tier} tier has no model; run `tierline models` to see why.", code="no-model")


def _blames(error: Unavailable, subject: str) -> bool:
    if isinstance(error, Resting | FreeIsSpent):
        # Nothing was asked, so nothing is learnt.
        return False
    spent = isinstance(error, FreeTierSpent)
    return spent if subject == FREE else not spent or isinstance(subject, Tier)


def _when(at: float, now: float) -> str:
    """Return when ``at`` is, as a person reads it who stands at ``now``."""
    if at - now < _SECONDS_FROM:
        return f"in {round(max(0.0, at - now))} s"
    local = datetime.fromtimestamp(at, UTC).astimezone()
    return f"at {local:%H:%M}" if at - now < _DAY_S else f"on {local:%Y-%m-%d at %H:%M}"
