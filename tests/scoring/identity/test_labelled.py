from collections import Counter

import pytest
from scoring.identity.labels import HALVES, index_of, measure, read_catalogue, read_labels

from tierline_scoring.identity import base_id

LABELS = read_labels()
INDEX = index_of(LABELS)
FIGURES = {half: measure([label for label in LABELS if label.half == half], INDEX) for half in HALVES}


def test_the_list_is_long_hard_and_drawn_from_everywhere() -> None:
    assert len(LABELS) >= 300
    assert len({(label.source, label.name) for label in LABELS}) == len(LABELS)
    assert sum(not label.ids for label in LABELS) >= 80
    assert len(Counter(label.source for label in LABELS)) >= 15
    assert min(figures.names for figures in FIGURES.values()) >= 300


def test_every_label_is_an_id_that_was_listed() -> None:
    listed = {base_id(model.id) for model in read_catalogue()}
    assert {model_id for label in LABELS for model_id in label.ids} <= listed


@pytest.mark.parametrize("half", HALVES)
def test_matches_are_right_and_hardly_any_is_missed(half: str) -> None:
    figures = FIGURES[half]
    wrong = [f"{label.source}: {label.name} → {hit.ids or hit.rivals}" for label, hit in figures.errors]
    assert figures.precision >= 0.99, wrong
    assert figures.recall >= 0.95, wrong


def test_every_match_says_how_it_was_made_and_how_sure_it_is() -> None:
    for label in LABELS:
        hit = measure([label], INDEX).hits[0]
        assert hit.trace
        assert (0.75 <= hit.confidence <= 1.0) if hit.ids else not hit.how
