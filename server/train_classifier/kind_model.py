"""A linear model of the kind, to compare the rules with: words, pairs of words and stems, with or without the rules.

Multinomial logistic regression, as scikit-learn fits it (a development extra). It is not shipped: on sources that
nothing was fitted on it was no better than the rules, with them or without.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from tierline.classify.kind.request import read
from tierline.classify.kind.rules import find
from tierline.task import Kind
from train_classifier.labelled import Labelled

STRENGTH = 1.0
"""Inverse of the L2 penalty."""
_WORD = re.compile(r"[^\W\d_]+|[?#+]")
_WORDS = 24
_STEM = 4
_SELDOM = 2


def features(text: str, *, with_rules: bool) -> Mapping[str, float]:
    """Return the names of what ``text`` holds, each with 1."""
    request = read(text)
    words = _WORD.findall(" ".join(request.clauses))[:_WORDS]
    held = {f"word {word}" for word in words}
    held |= {f"pair {first} {second}" for first, second in pairwise(words)}
    held |= {f"part {word[at : at + 2]}" for word in words if not word.isascii() for at in range(len(word) - 1)}
    held |= {f"stem {word[:_STEM]}" for word in words if len(word) > _STEM}
    held |= {f"first {word}" for word in words[:1]}
    if request.failure:
        held.add("failure")
    if request.code:
        held.add("code")
    if with_rules:
        found = find(request)
        held.add(f"rule {found.kind} {found.evidence}" if found else "rule none")
    return dict.fromkeys(held, 1.0)


def fit(parts: Iterable[tuple[Iterable[Labelled], float]], *, with_rules: bool) -> Callable[[str], Kind]:
    """Return what predicts the kind of a text, fitted on labelled rows, each part with the weight of its rows."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [
        (features(row.text, with_rules=with_rules), row.kind.value, weight) for part, weight in parts for row in part
    ]
    often = Counter(name for held, _, _ in rows for name in held)
    kept = [{name: value for name, value in held.items() if often[name] >= _SELDOM} for held, _, _ in rows]
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(kept)
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    model.fit(matrix, [kind for _, kind, _ in rows], sample_weight=[weight for _, _, weight in rows])
    return lambda text: Kind(model.predict(vectors.transform([features(text, with_rules=with_rules)]))[0])
