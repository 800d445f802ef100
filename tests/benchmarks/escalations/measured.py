"""What escalation is worth on pairs of answers: every figure of what the engine did, with its interval."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from routes.bootstrap import Interval, interval
from routes.metrics import auc
from routes.section import Section

from tierline.engine.policy import Policy
from tierline.task import Tier

from .pairs import Pair, Words
from .playing import ALL_TO_DEFAULT, STRONG, Played, offers, play

THRESHOLDS = (2, 3, 4, 5, 6, 7, 8, 10)
SHIPPED = Policy().escalate_below


@dataclass(frozen=True, slots=True)
class Case:
    """One pair, and what came of it under each way to choose."""

    pair: Pair
    alone: Played
    escalated: Played
    maximum: Played

    @property
    def again(self) -> bool:
        """Whether MAXIMUM was asked once more."""
        return self.escalated.outcome.escalated

    @property
    def passed(self) -> bool:
        """Whether the answer passed that the engine put first."""
        first = self.escalated.outcome.answer.tier
        return self.pair.strong_passed if first is Tier.MAXIMUM else self.pair.weak_passed


async def run(pairs: Sequence[Pair]) -> tuple[Case, ...]:
    """Let the engine answer every pair three times: without escalation, with it, and by MAXIMUM alone."""
    tasks = {pair.name: pair.task for pair in pairs}
    known = {pair.task.path: pair for pair in pairs}

    def says(model: str, path: str) -> str:
        return known[path].strong if model == STRONG else known[path].weak

    ways = (
        Policy(rules=ALL_TO_DEFAULT, escalate="off"),
        Policy(rules=ALL_TO_DEFAULT),
        Policy(pin=Tier.MAXIMUM),
    )
    alone, escalated, maximum = [await play(tasks, says, policy) for policy in ways]
    return tuple(Case(pair, alone[pair.name], escalated[pair.name], maximum[pair.name]) for pair in pairs)


def ways(cases: Sequence[Case]) -> Section:
    """Return what each way to choose passes and costs, by set, language and part of the set."""
    rows = []
    for name, own in _parts(cases).items():
        rows += [
            (name, "DEFAULT alone", *_cells(own, lambda c: c.pair.weak_passed, lambda c: c.alone.usd)),
            ("", "with escalation", *_cells(own, lambda c: c.passed, lambda c: c.escalated.usd, lambda c: c.again)),
            _chance(own),
            ("", "MAXIMUM alone", *_cells(own, lambda c: c.pair.strong_passed, lambda c: c.maximum.usd)),
            (
                "",
                "oracle: what it mends",
                *_cells(own, lambda c: c.pair.weak_passed or c.pair.strong_passed, _oracle_usd, _is_mended),
            ),
        ]
    words = {kind: sum(case.pair.words is kind for case in cases) for kind in Words}
    return Section(
        "Pass rate and dollars of each way to choose",
        ("part (answers)", "way", "passed [95%]", "escalated", "$ for 1,000 tasks", "times DEFAULT's"),
        tuple(rows),
        (
            "All but chance and oracle are runs of `engine.run` over HTTP; the dollars are in the sandbox's books.",
            (
                f"Prices, in USD per million tokens in and out, are those of the snapshot's first models: DEFAULT "
                f"{_prices(0)}, MAXIMUM {_prices(1)}. The sandbox counts a token for four bytes, and no reasoning."
            ),
            "The dear model's words: " + "; ".join(f"{count} {kind.value}" for kind, count in words.items()) + ".",
            "Intervals by redrawing problems, all variants of one together.",
        ),
    )


def _prices(which: int) -> str:
    offer = list(offers().values())[which]
    return f"{offer.prompt_usd_per_mtok}/{offer.completion_usd_per_mtok}"


def _is_mended(case: Case) -> bool:
    return not case.pair.weak_passed and case.pair.strong_passed


def _oracle_usd(case: Case) -> Decimal:
    return case.alone.usd + (case.maximum.usd if _is_mended(case) else 0)


def _chance(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return what as many second answers would bring if chance chose where: the mean of all such choices."""
    part = sum(case.again for case in cases) / len(cases)
    passed = statistics.fmean((1 - part) * case.pair.weak_passed + part * case.pair.strong_passed for case in cases)
    alone, maximum = (sum((of(case) for case in cases), Decimal(0)) for of in (_alone_usd, lambda c: c.maximum.usd))
    usd = alone + Decimal(part) * maximum
    return (
        "",
        "chance, as many",
        f"{passed:.1%}",
        f"{part:.1%}",
        f"{usd / len(cases) * 1000:.3f}",
        f"{usd / alone:.2f}",
    )


def _alone_usd(case: Case) -> Decimal:
    return case.alone.usd


def _parts(cases: Sequence[Case]) -> Mapping[str, Sequence[Case]]:
    keys: tuple[Callable[[Case], str], ...] = (
        lambda case: f"{case.pair.set}, {case.pair.language}",
        lambda case: f"half {case.pair.half}",
        lambda case: f"level {case.pair.level}",
    )
    parts: dict[str, list[Case]] = {}
    for key in keys:
        for case in sorted(cases, key=key):
            parts.setdefault(key(case), []).append(case)
    return {f"{name} ({len(own)})": own for name, own in parts.items()}


def _cells(
    cases: Sequence[Case],
    passed: Callable[[Case], bool],
    usd: Callable[[Case], Decimal],
    again: Callable[[Case], bool] | None = None,
) -> tuple[str, str, str, str]:
    cost, alone = (sum((of(case) for case in cases), Decimal(0)) for of in (usd, _alone_usd))
    return (
        percent(share(cases, passed)),
        f"{sum(map(again, cases)) / len(cases):.1%}" if again else "",
        f"{cost / len(cases) * 1000:.3f}",
        f"{cost / alone:.2f}",
    )


def share(cases: Sequence[Case], holds: Callable[[Case], bool]) -> Interval:
    """Return the share of cases of which ``holds``."""
    held = [holds(case) for case in cases]
    return interval(
        lambda drawn: statistics.fmean(held[at] for at in drawn),
        len(cases),
        clusters=[case.pair.problem for case in cases],
    )


def percent(found: Interval) -> str:
    """Return an interval in percent."""
    return f"{found.value:.1%} [{found.low:.1%}, {found.high:.1%}]"


def discrimination(cases: Sequence[Case]) -> Section:
    """Return how well the score tells right answers from wrong ones."""
    rows = []
    for name, own in _parts(cases).items():
        wrong = [not case.pair.weak_passed for case in own]
        scores = [-case.alone.score for case in own]
        found = interval(
            lambda drawn, scores=scores, wrong=wrong: auc([scores[at] for at in drawn], [wrong[at] for at in drawn]),
            len(own),
            clusters=[case.pair.problem for case in own],
        )
        full = [case.pair.weak_passed for case in own if not case.alone.outcome.answer.score.reasons]
        rows.append((name, str(found), str(sum(wrong)), f"{len(full)}, {statistics.fmean(full):.1%} of them right"))
    return Section(
        "The answer's score against pass and fail",
        ("part (answers)", "AUC [95%]", "failures", "score of 10"),
        tuple(rows),
        ("AUC: the chance that a wrong answer scores below a right one, ties counting half; 0.5 says nothing.",),
    )


def thresholds(cases: Sequence[Case]) -> Section:
    """Return what would be caught, at which cost, were another score the border."""
    rows = []
    for border in THRESHOLDS:
        again = [case for case in cases if case.alone.score < border]
        failures = sum(not case.pair.weak_passed for case in cases)
        caught = sum(not case.pair.weak_passed for case in again)
        mended = sum(not case.pair.weak_passed and case.pair.strong_passed for case in again)
        spoilt = sum(case.pair.weak_passed and not case.pair.strong_passed for case in again)
        cost = sum((case.maximum.usd for case in again), Decimal(0)) / sum((c.alone.usd for c in cases), Decimal(0))
        rows.append(
            (
                f"**{border}**" if border == SHIPPED else str(border),
                f"{len(again)} ({len(again) / len(cases):.1%})",
                f"{caught} of {failures} ({caught / failures:.1%})",
                f"{caught / len(again):.1%}" if again else "",
                str(len(again) - caught),
                str(mended),
                str(spoilt),
                f"{cost:+.1%}",
            )
        )
    sent = [case for case in cases if case.again]
    shipped = (
        percent(share(cases, lambda c: c.again)),
        percent(share([c for c in cases if not c.pair.weak_passed], lambda c: c.again)),
        percent(share(sent, lambda c: not c.pair.weak_passed)),
    )
    kept = sum(case.escalated.outcome.answer.tier is Tier.DEFAULT for case in sent)
    return Section(
        "Failures caught, by the score below which MAXIMUM is asked",
        ("below", "escalated", "failures caught", "precision", "false alarms", "mended", "spoilt", "extra cost"),
        tuple(rows),
        (
            (
                f"At {SHIPPED:g}, as shipped: escalated {shipped[0]}, failures caught {shipped[1]}, precision "
                f"{shipped[2]}. The other rows cut the same scores elsewhere."
            ),
            (
                "Mended: the cheap model failed and the dear one passed; spoilt: the other way round; what was caught "
                "and is neither failed twice. Extra cost: of the second answers, over that of DEFAULT's alone."
            ),
            f"{len(sent)} were escalated; of those the first answer scored higher, and stood, {kept} times.",
            "Which checks may escalate was decided with these answers in view; the halves differ in their problems.",
        ),
    )
