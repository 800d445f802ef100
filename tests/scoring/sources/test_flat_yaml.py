from pathlib import Path

import pytest

from tierline_scoring.sources import SourceError
from tierline_scoring.sources.flat_yaml import read_flat_list

SAMPLE = Path(__file__).parent / "samples" / "aider" / "polyglot_leaderboard.yml"


def test_a_whole_yaml_parser_reads_the_same_from_the_sample() -> None:
    yaml = pytest.importorskip("yaml", reason="comes with pre-commit; nothing of ours needs it")
    text = SAMPLE.read_text(encoding="utf-8")
    as_letters = yaml.load(text, Loader=yaml.BaseLoader)
    assert read_flat_list(text, "aider") == as_letters
    assert len(as_letters) == 16


def test_values_keep_their_letters_and_lose_quotes_and_comments() -> None:
    rows = read_flat_list(
        "---\n# a comment\n- model: o3 (high) + gpt-4.1\n  hash: 5318380\n  cost: 0.0000 # unknown\n"
        "  command: \"aider # via a host\"\n  other: 'x'\n  url: https://example.org/#top\n  empty:\n  \n"
        "- model: second\r\n  cost: 1.50\r\n",
        "aider",
    )
    assert rows == [
        {
            "model": "o3 (high) + gpt-4.1",
            "hash": "5318380",
            "cost": "0.0000",
            "command": "aider # via a host",
            "other": "x",
            "url": "https://example.org/#top",
            "empty": "",
        },
        {"model": "second", "cost": "1.50"},
    ]


@pytest.mark.parametrize(
    "value",
    ["[1, 2]", "{a: 1}", "&anchor x", "*alias", "!!python/object:os.system x", "|", ">-", '"a \\" b"', '"open'],
)
def test_a_value_of_another_shape_is_not_guessed_at(value: str) -> None:
    assert read_flat_list(f"- model: m\n  odd: {value}\n  cost: 1\n", "aider") == [
        {"model": "m", "odd": None, "cost": "1"}
    ]


def test_a_value_that_goes_on_in_the_next_line_is_not_guessed_at_either() -> None:
    rows = read_flat_list("- model: m\n  command: aider\n    --model m\n  cost: 1\n", "aider")
    assert rows == [{"model": "m", "command": None, "cost": "1"}]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("model: m\n", 1),
        ("  model: m\n", 1),
        ("- model: m\nresults:\n", 2),
        ("- model: m\n  just words\n", 2),
        ("- model: m\n\tcost: 1\n", 2),
        ("- model: m\n  model: n\n", 2),
        ("- one\n- two\n", 1),
    ],
)
def test_a_line_of_another_shape_is_an_error_that_names_it(text: str, line: int) -> None:
    with pytest.raises(SourceError, match=f"^aider: line {line} "):
        read_flat_list(text, "aider")
