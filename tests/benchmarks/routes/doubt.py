"""Would a learnt score of doubt pay, where no check objects? Fitted on some problems, judged on others.

A logistic regression on a handful of figures that a person could read off the change. It is not shipped: behind the
checks it sends back no better answers than chance does.
"""

import math
import re
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

from tierline.answer.python_code import tree_of
from tierline.classify.syntax import measure

from .fixes import Fix
from .metrics import apgr, auc
from .section import Section

_CLAIM = re.compile(r"#.*\b(?:fix|chang|correct|replac|remov|add)", re.IGNORECASE)
_COMPARES = re.compile(r"[<>]=?|[!=]=")
NAMES = (
    "lines (log)",
    "branches and loops (log)",
    "nesting",
    "calls itself",
    "did not parse before",
    "places changed",
    "share of lines changed",
    "changes a comparison",
    "changes an index",
    "adds an import",
    "comments on the change",
)


def figures(answer: Fix) -> list[float]:
    """Return the figures of one answer, as ``NAMES`` has them."""
    old, new = ([line.split("#")[0].strip() for line in text.splitlines()] for text in (answer.buggy, answer.answer))
    old, new = ([line for line in lines if line] for lines in (old, new))
    edits = [edit for edit in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if edit[0] != "equal"]
    changed = [line for _, _, _, start, end in edits for line in new[start:end]]
    shape = measure(answer.answer, "python")
    if shape is None:
        raise ValueError(f"no grammar for Python, or no code in the answer to {answer.problem}")
    return [
        math.log1p(len(new)),
        math.log1p(shape.decisions),
        shape.nesting,
        shape.recursive,
        tree_of(answer.buggy) is None,
        min(len(edits), 8),
        len(changed) / max(1, len(new)),
        any(_COMPARES.search(line) for line in changed),
        any("[" in line for line in changed),
        any(line.startswith(("import", "from")) for line in changed),
        bool(_CLAIM.search(answer.answer)),
    ]


def learnt(answers: Sequence[Fix], most: float) -> Section:
    """Return what the learnt score is worth behind the checks, when all in all the share ``most`` is sent back."""
    passed = [answer for answer in answers if answer.value >= 7]
    room = round(most * len(answers)) - (len(answers) - len(passed))
    gap = sum(answer.strong - answer.weak for answer in answers)
    chance = room * sum(answer.strong - answer.weak for answer in passed) / len(passed) / gap
    splits: dict[str, Callable[[Fix], Hashable]] = {
        "problems in halves": lambda answer: answer.half,
        "each kind of bug left out": lambda answer: answer.category,
    }
    rows = []
    for name, group in splits.items():
        scores = _held_out(passed, group)
        weak, strong = [answer.weak for answer in passed], [answer.strong for answer in passed]
        top = sorted(range(len(passed)), key=lambda at: -scores[at])[:room]
        more = sum(strong[at] - weak[at] for at in top) / gap
        wrong = [value < 1 for value in weak]
        cells = (f"{auc(scores, wrong):.3f}", f"{apgr(scores, weak, strong):.3f}", f"{more:+.3f}", f"{chance:+.3f}")
        rows.append((name, str(len(passed)), *cells))
    return Section(
        "A learnt doubt behind the checks (not shipped)",
        ("held out", "answers", "AUC of wrong", "APGR", f"share of the gap by the next {room}", "by chance"),
        tuple(rows),
        (
            f"Logistic regression on {len(NAMES)} figures ({', '.join(NAMES)}), fitted on the other groups.",
            "Where it knows wrong from right at all, the strong model fails as well on what it doubts most.",
            "So no doubt of this sort sends an answer back.",
        ),
    )


def _held_out(answers: Sequence[Fix], group: Callable[[Fix], Hashable]) -> list[float]:
    """Return for each answer what a regression says that saw neither its group nor its problem."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    table, wrong = [figures(answer) for answer in answers], [answer.weak < 1 for answer in answers]
    scores = [0.0] * len(answers)
    for held in {group(answer) for answer in answers}:
        own = [at for at, answer in enumerate(answers) if group(answer) == held]
        problems = {answers[at].problem for at in own}
        others = [at for at, answer in enumerate(answers) if group(answer) != held and answer.problem not in problems]
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1))
        model.fit([table[at] for at in others], [wrong[at] for at in others])
        for at, (_, chance) in zip(own, model.predict_proba([table[at] for at in own]), strict=True):
            scores[at] = float(chance)
    return scores
