"""What the answer's checks are worth on fixes: the weak model first, the strong one where a check objects."""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tierline.answer import CHECKS, score
from tierline.task import Kind, Task

from .bootstrap import Interval, interval, pick
from .doubt import learnt
from .fixes import Fix, fixes
from .harmless import harmless
from .metrics import auc, cascade, oracle, pgr_at
from .section import Section

BELOW = 7
"""Scores that send an answer back."""
MOST = 0.15
"""Share of answers that may be sent back at most."""
LEAST, FALSE_ALARMS = 0.35, 0.01
_SPEED_LINES = (100, 2_000)
_FUNCTION = "def f{at}(items):\n    found = None\n    for item in items:\n        found = item\n    return found\n"


def measure(data: Path) -> tuple[Section, ...]:
    """Measure the checks on fixes and on right answers, what a learnt score would add, and the time they take."""
    answers = fixes(data)
    return _checks(answers), harmless(), learnt(answers, MOST), speed()


def _checks(answers: Sequence[Fix]) -> Section:
    rows = []
    for check in CHECKS:
        hit = [any(found.name == check.name for found in answer.findings) for answer in answers]
        if any(hit):
            rows.append((check.name, "certain" if check.certain else f"-{check.points:g}", *_cells(answers, hit)))
    certain = [any(found.certain for found in answer.findings) for answer in answers]
    below = [answer.value < BELOW for answer in answers]
    syntax = [any("parse" in found.name for found in answer.findings) for answer in answers]
    rows += [
        ("*syntax alone*", "", *_cells(answers, syntax)),
        ("**all that are certain**", "", *_cells(answers, certain)),
        (f"**score below {BELOW}**", "", *_cells(answers, below)),
        *(
            (f"score below {BELOW}, half {half}", "", *_cells(*_half(answers, below, half)))
            for half in sorted({answer.half for answer in answers})
        ),
    ]
    share = sum(below) / len(below)
    weak, strong = ([getattr(answer, model) for answer in answers] for model in ("weak", "strong"))
    scores = [-answer.value for answer in answers]
    rows += [
        (f"score, lowest {MOST:.0%}", "", "", f"{MOST:.1%}", f"{pgr_at(scores, weak, strong, MOST):.3f}", ""),
        ("chance, as many", "", "", f"{share:.1%}", f"{share:.3f}", ""),
        ("oracle, as many", "", "", f"{share:.1%}", f"{pgr_at(oracle(weak, strong), weak, strong, share):.3f}", ""),
    ]
    wrong = [answer.weak < 1 for answer in answers]
    return Section(
        "Checks of answers to 'fix this'",
        ("check", "kind", "answers", "escalated", "share of the gap [95%]", "false alarms"),
        tuple(rows),
        (
            f"{len(answers)} answers of gpt-3.5 to debugbench-python3, one half of those that were published.",
            f"{statistics.fmean(weak):.1%} of them pass the tests, and {statistics.fmean(strong):.1%} of gpt-4's.",
            "Nothing was fitted, but which checks may escalate was decided with all these answers in view.",
            f"AUC of the score for 'the answer is wrong': {auc(scores, wrong):.3f}.",
            "False alarms: answers that passed and were sent back, of all that passed. Intervals: problems redrawn.",
        ),
        tuple(_failures(answers, certain, below)),
    )


def _failures(answers: Sequence[Fix], certain: Sequence[bool], below: Sequence[bool]) -> list[str]:
    weak, strong = ([getattr(answer, model) for answer in answers] for model in ("weak", "strong"))
    whole, sure = cascade(below, weak, strong), cascade(certain, weak, strong)
    bars = (
        (whole.pgr >= LEAST, f"the checks recover {whole.pgr:.1%} of the gap, not {LEAST:.0%}"),
        (whole.escalated <= MOST, f"they send {whole.escalated:.1%} back, more than {MOST:.0%}"),
        (sure.false_alarms <= FALSE_ALARMS, f"certain checks: {sure.false_alarms:.1%} false alarms"),
    )
    return [sentence for reached, sentence in bars if not reached]


def _half(answers: Sequence[Fix], rejected: Sequence[bool], half: int) -> tuple[list[Fix], list[bool]]:
    own = [at for at, answer in enumerate(answers) if answer.half == half]
    return [answers[at] for at in own], [rejected[at] for at in own]


def _cells(answers: Sequence[Fix], rejected: Sequence[bool]) -> tuple[str, str, str, str]:
    right = sum(answer.weak >= 1 for answer in answers)
    alarms = sum(again and answer.weak >= 1 for again, answer in zip(rejected, answers, strict=True))
    share = sum(rejected) / len(rejected)
    return str(sum(rejected)), f"{share:.1%}", str(recovered(answers, rejected)), f"{alarms} of {right}"


def recovered(answers: Sequence[Fix], rejected: Sequence[bool]) -> Interval:
    """Return the share of the gap that retrying the rejected answers closes; problems are redrawn whole."""
    weak, strong = [answer.weak for answer in answers], [answer.strong for answer in answers]

    def statistic(drawn: Sequence[int]) -> float:
        return cascade([rejected[at] for at in drawn], pick(weak, drawn), pick(strong, drawn)).pgr

    return interval(statistic, len(answers), clusters=[answer.problem for answer in answers])


def speed() -> Section:
    """Time the score of good and of broken answers, in the processor's time: other programs don't count."""
    rows = []
    for lines in _SPEED_LINES:
        old = "".join(_FUNCTION.format(at=at) for at in range(lines // 5))
        for name, new in (
            ("one line changed", old.replace("None", "0", 1)),
            ("every function changed", old.replace("None", "[]")),
            ("cut in the middle of a line", old[: len(old) // 2 - 9]),
        ):
            for kind in (Kind.FIX, Kind.EDIT):
                task = Task(kind=kind, source=old, start=0, end=len(old), language="python")
                times = _times(lambda task=task, new=new: score(task, f"```\n{new}```", new, "stop"))
                rows.append((name, kind.value, str(lines), f"{statistics.median(times):.1f}", f"{max(times):.1f}"))
    return Section(
        "Processor's time of the answer's score, Python",
        ("answer", "kind", "lines", "median, ms", "longest, ms"),
        tuple(rows),
    )


def _times(run: Callable[[], object], times: int = 20) -> list[float]:
    run()
    taken = []
    for _ in range(times):
        started = time.process_time()
        run()
        taken.append((time.process_time() - started) * 1_000)
    return taken
