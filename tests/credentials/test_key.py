"""A key can't be shown by accident, and what can't be one is refused without being repeated."""

import copy
import logging
import pickle

import pytest
from hypothesis import given, strategies as st

from tierline.credentials import KEY_VARIABLE, InvalidKey, Key, KeyHolder, holder_from

SECRET = "sk-or-v1-0123456789abcdef"


async def test_only_reveal_shows_the_key(caplog: pytest.LogCaptureFixture) -> None:
    key = Key(SECRET, "the test")
    holder = KeyHolder(key)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("test").info("%s %r %s", key, key, {"key": key, "all": [holder]})
    for shown in (
        repr(key),
        str(key),
        f"{key}",
        f"{key!s:>5}",
        repr([key]),
        repr(holder),
        str(vars(holder)),
        caplog.text,
    ):
        assert SECRET not in shown
    assert (key.reveal(), await holder.reveal()) == (SECRET, SECRET)


@pytest.mark.parametrize(
    "secret", ["", "top secret", "with\ttab", "with\nline", "with\x00nul", "schlüssel", "a\u2013b", "\x7f"]
)
def test_what_can_not_stand_in_a_header_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(InvalidKey, match=r"the test.*copy it again") as raised:
        Key(secret, "the test")
    assert not secret or secret not in str(raised.value)


@given(st.text(max_size=20))
def test_a_key_is_printable_ascii_or_none_at_all(text: str) -> None:
    try:
        key = Key(text, "the test")
    except InvalidKey:
        return
    assert key.reveal() == text
    assert text.encode("ascii").decode() == text
    assert not any(character.isspace() for character in text)


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, None),
        ({KEY_VARIABLE: ""}, None),
        ({KEY_VARIABLE: "  \n"}, None),
        ({KEY_VARIABLE: SECRET}, SECRET),
        ({KEY_VARIABLE: f" {SECRET}\n"}, SECRET),
        ({"OPENAI_API_KEY": SECRET}, None),
    ],
)
async def test_the_environment_is_asked_for_one_variable(environ: dict[str, str], found: str | None) -> None:
    holder = holder_from(environ)
    assert await holder.reveal() == found
    assert holder.current is None or KEY_VARIABLE in holder.current.source


async def test_the_editors_key_goes_first_and_an_empty_one_brings_back_the_other() -> None:
    holder = KeyHolder(Key(SECRET, "the environment"))
    holder.put(" sk-or-v1-other\n")
    assert await holder.reveal() == "sk-or-v1-other"
    assert holder.current
    assert holder.current.source == "the editor"
    with pytest.raises(InvalidKey):
        holder.put("no key")
    assert await holder.reveal() == "sk-or-v1-other", "the old one stays"
    holder.put("")
    assert await holder.reveal() == SECRET


async def test_without_any_key_there_is_none() -> None:
    holder = KeyHolder(None)
    holder.put("")
    assert await holder.reveal() is None


def test_a_copy_is_as_discreet() -> None:
    assert SECRET not in repr(copy.copy(Key(SECRET, "x")))
    assert SECRET not in repr(pickle.loads(pickle.dumps(Key(SECRET, "x"))))  # noqa: S301 made a line above


async def test_a_variable_that_holds_no_key_says_so_when_a_key_is_needed_and_not_before() -> None:
    holder = holder_from({KEY_VARIABLE: "top secret"})
    with pytest.raises(InvalidKey, match=KEY_VARIABLE) as raised:
        await holder.reveal()
    assert "top secret" not in str(raised.value)
    holder.put(SECRET)
    assert await holder.reveal() == SECRET
