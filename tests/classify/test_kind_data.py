"""The figures of confidence can be read, reviewed, and cover whatever the rules can find."""

from importlib.resources import files

import pytest

from tierline.classify.kind.detect import confidence
from tierline.classify.kind.rules import EVIDENCE
from tierline.task import Kind


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_every_finding_has_a_confidence(evidence: str) -> None:
    assert all(0 <= confidence(evidence, kind) <= 1 for kind in Kind)


def test_a_clause_is_surer_than_a_mere_mention_and_that_than_nothing() -> None:
    clause, nothing = (confidence(evidence, Kind.FIX) for evidence in ("clause", "nothing"))
    assert clause > confidence("mention", Kind.FIX) > nothing


def test_the_weights_of_the_classifier_stay_small_enough_to_review() -> None:
    data = files("tierline.classify").joinpath("data")
    assert sum(len(file.read_bytes()) for file in data.iterdir() if file.is_file()) < 300_000
