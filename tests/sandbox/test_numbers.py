"""Tokens, prices and JSON: exact, whatever the figures."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from tierline.sandbox import exact_json, tokens, wire
from tierline.sandbox.tariff import Tariff

PRICES = st.decimals(min_value=0, max_value=1, places=12)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_comes_back_as_it_was_and_never_with_an_exponent(value: Decimal) -> None:
    written = exact_json.dumps({"cost": value})
    assert json.loads(written, parse_float=Decimal, parse_int=Decimal)["cost"] == value
    assert b"E" not in written


@pytest.mark.parametrize(
    ("value", "written"),
    [("0E-12", "0"), ("1E-9", "0.000000001"), ("0.00000560", "0.0000056"), ("1E+3", "1000"), ("-1", "-1")],
)
def test_prices_are_written_plainly(value: str, written: str) -> None:
    assert exact_json.number(Decimal(value)) == written


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_other_values_are_written_as_json_writes_them(value: object) -> None:
    assert json.loads(exact_json.dumps(value)) == value


@given(st.text(), st.integers(min_value=0, max_value=50))
def test_a_cut_text_is_a_beginning_within_the_limit_and_as_long_as_it_can_be(text: str, limit: int) -> None:
    cut = tokens.cut(text, limit)
    assert text.startswith(cut)
    assert tokens.count(cut) <= limit
    assert cut == text or tokens.count(text[: len(cut) + 1]) > limit


@given(st.text())
def test_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(wire.pieces(text)) == text


@given(prompt=st.integers(0, 10**7), content=st.text(min_size=1), price=PRICES, completion_price=PRICES)
def test_cost_is_never_rounded(prompt: int, content: str, price: Decimal, completion_price: Decimal) -> None:
    tariff = Tariff(prompt_tokens=prompt, prompt_usd_per_token=price, completion_usd_per_token=completion_price)
    usage = tariff.usage(content)
    scaled = int(usage.cost_usd * 10**12)
    assert scaled == prompt * int(price * 10**12) + tokens.count(content) * int(completion_price * 10**12)
    assert usage.to_wire()["cost_details"]["upstream_inference_cost"] == usage.cost_usd


def test_without_a_completion_token_nothing_is_charged() -> None:
    tariff = Tariff(prompt_tokens=9, prompt_usd_per_token=Decimal(1), completion_usd_per_token=Decimal(1))
    assert tariff.usage("").cost_usd == 0 == tariff.waive().usage("words").cost_usd
    assert tariff.usage("", "thoughts").cost_usd == 11
