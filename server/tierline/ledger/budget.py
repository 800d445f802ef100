"""Caps, checked before anything is sent. From its soft level on money is tight; at its hard level it is used up."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from tierline.ledger.session import total
from tierline.ledger.spent import NOTHING, Spent, Totals
from tierline.task import TierlineError

NEARLY = Decimal("0.8")
"""The share of a cap from which money counts as tight."""


Span = Literal["session", "day", "month"]


class OverBudget(TierlineError):
    """A cap that the user set would be passed."""

    code = "over-budget"


class Level(StrEnum):
    """How a cap stands."""

    UNDER = "under"
    SOFT = "soft"
    """Nearly used up: rules that save money hold."""
    HARD = "hard"
    """Used up: only what is free passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Caps in USD; ``None`` means no cap."""

    per_task_usd: Decimal | None = None
    per_session_usd: Decimal | None = None
    per_day_usd: Decimal | None = None
    """Of the user's local day, in all editors and on the command line."""
    per_month_usd: Decimal | None = None
    """Of the user's local month, likewise."""
    used_above: Decimal = NEARLY
    """The share of a cap from which money is tight, 0 to 1."""

    @property
    def spans_sessions(self) -> bool:
        """Whether there is a cap that other processes use up too."""
        return self.per_day_usd is not None or self.per_month_usd is not None

    @property
    def capped(self) -> bool:
        """Whether there is any cap."""
        return self.spans_sessions or self.per_task_usd is not None or self.per_session_usd is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """One cap and how far it is used up."""

    span: Span
    setting: str
    cap_usd: Decimal
    used_usd: Decimal
    """Spent, at risk, or held for calls on their way."""
    used_above: Decimal
    held_usd: Decimal = Decimal(0)
    """The last of these three, where it is known apart."""

    @property
    def level(self) -> Level:
        """Which of its levels is reached."""
        if self.used_usd >= self.cap_usd:
            return Level.HARD
        return Level.SOFT if self.used_usd >= self.cap_usd * self.used_above else Level.UNDER

    @property
    def share(self) -> float:
        """How much of it is used, from 0; 1 is all."""
        return float(self.used_usd / self.cap_usd) if self.cap_usd else 1.0

    @property
    def left_usd(self) -> Decimal:
        """What it leaves, 0 or more."""
        return max(Decimal(0), self.cap_usd - self.used_usd)


def caps(budget: Budget, session_usd: Decimal, spent: Spent = NOTHING) -> Iterator[Cap]:
    """Yield the caps on time that the user set, the shortest span first."""
    rows: tuple[tuple[Span, str, Decimal | None, Totals], ...] = (
        ("session", "budget.perSessionUsd", budget.per_session_usd, Totals(cost_usd=session_usd)),
        ("day", "budget.perDayUsd", budget.per_day_usd, spent.day),
        ("month", "budget.perMonthUsd", budget.per_month_usd, spent.month),
    )
    for span, setting, cap, used in rows:
        if cap is not None:
            yield Cap(
                span=span,
                setting=setting,
                cap_usd=cap,
                used_usd=used.committed_usd,
                used_above=budget.used_above,
                held_usd=used.held_usd,
            )


def concern(budget: Budget, session_usd: Decimal, spent: Spent = NOTHING) -> str:
    """Say why money is tight; empty if it is not."""
    for cap in caps(budget, session_usd, spent):
        if cap.level is not Level.UNDER:
            how = "used up" if cap.level is Level.HARD else "nearly used up"
            return f"{_WHOSE[cap.span]} budget is {how} ({_usd(cap.used_usd)} of ${cap.cap_usd})"
    return ""


_WHOSE = {"session": "this session's", "day": "today's", "month": "this month's"}


def check(
    budget: Budget,
    session_usd: Decimal,
    worst_usd: Decimal | None,
    *,
    spent: Spent = NOTHING,
    task_usd: Decimal = Decimal(0),
) -> None:
    """Let a call pass whose worst case is ``worst_usd``; a free one always passes.

    ``session_usd`` and ``task_usd`` are what the session and the task have committed before.

    Raises:
        OverBudget: a cap would be passed, or there is one and the worst case is unknown (``None``).
    """
    if worst_usd is None:
        if budget.capped:
            raise OverBudget(
                "The price of this model is not known, so your cap could not be kept; "
                "choose a model that `tierline models` lists, or remove the cap."
            )
        return
    if not worst_usd:
        return
    if budget.per_task_usd is not None and total((task_usd, worst_usd)) > budget.per_task_usd:
        before = f" beyond the {_usd(task_usd)} that the task has taken" if task_usd else ""
        raise OverBudget(
            f"This could cost up to {_usd(worst_usd)}{before}, more than your cap per task of ${budget.per_task_usd} "
            "leaves; raise budget.perTaskUsd, or ask for the minimum tier, which is free."
        )
    for cap in caps(budget, session_usd, spent):
        if total((cap.used_usd, worst_usd)) > cap.cap_usd:
            passes = total((cap.used_usd, -cap.held_usd, worst_usd)) <= cap.cap_usd
            wait = f"wait for the calls on their way, for which {_usd(cap.held_usd)} is set aside, " if passes else ""
            raise OverBudget(
                f"This could cost up to {_usd(worst_usd)}, and of your cap per {cap.span} of ${cap.cap_usd} only "
                f"{_usd(cap.left_usd)} is left; {wait}ask for the minimum tier, which is free, or raise {cap.setting}."
            )


def _usd(amount: Decimal) -> str:
    """Show four decimals, and more where the amount would vanish."""
    return f"${amount:.{max(4, 1 - amount.adjusted())}f}" if amount else "$0"
