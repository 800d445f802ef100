"""The estimate of tokens against what five published tokenizers make of the same texts."""

import json
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, strategies as st

from tierline.prompt import count
from tierline.prompt.tokens import weigh

TESTS = Path(__file__).parent.parent
COUNTS: dict[str, dict[str, int]] = json.loads((TESTS / "prompt/token_counts.json").read_text(encoding="utf-8"))
"""Text → tokens by tokenizer; ``benchmarks/token_counts.py`` counts them."""
CODE = [name for name in COUNTS if name.startswith("classify/")]


def estimated(name: str) -> int:
    return count((TESTS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", COUNTS)
def test_the_estimate_is_near_the_hungriest_tokenizer_in_every_script(name: str) -> None:
    assert 0.8 <= estimated(name) / max(COUNTS[name].values()) <= 1.3


@pytest.mark.parametrize("name", CODE)
def test_code_is_estimated_within_a_tenth_or_a_handful_of_tokens(name: str) -> None:
    most = max(COUNTS[name].values())
    assert 0.93 * most <= estimated(name) <= max(1.12 * most, most + 8)


def test_on_the_whole_it_is_rather_too_much_than_too_little() -> None:
    assert 1.0 <= mean(estimated(name) / max(COUNTS[name].values()) for name in COUNTS) <= 1.1
    too_few = [name for name in COUNTS if estimated(name) < 0.99 * max(COUNTS[name].values())]
    assert len(too_few) <= len(COUNTS) / 4


@given(st.text(), st.text())
def test_more_text_is_never_fewer_tokens(text: str, more: str) -> None:
    assert weigh(f"{text}\n{more}") >= weigh(text) - 1e-9
    assert count(text) <= 4 * len(text) + 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=8))
def test_tokens_of_lines_add_up(lines: list[str]) -> None:
    parts = [f"{line}\n" for line in "\n".join(lines).split("\n")]
    assert sum(map(weigh, parts)) == pytest.approx(weigh("".join(parts)))
