# ruff: noqa: RUF001 -- requests in other alphabets
"""What people type into a free command is taken for what they mean by it."""

import pytest
from hypothesis import given, strategies as st

from tierline.classify.kind import detect
from tierline.task import Kind

FREE = (Kind.EDIT, Kind.ASK)


def kind_of(instruction: str, command: Kind = Kind.EDIT) -> Kind:
    return detect(instruction, command).kind


@pytest.mark.parametrize("command", FREE)
@pytest.mark.parametrize(
    ("instruction", "kind"),
    [
        ("explain this function", Kind.EXPLAIN),
        ("what does this loop do?", Kind.EXPLAIN),
        ("fix the off-by-one error", Kind.FIX),
        ("the dialog does not close when I press escape", Kind.FIX),
        ("clean this up a bit", Kind.REFACTOR),
        ("extract the parsing into its own method", Kind.REFACTOR),
        ("add a test for the empty list", Kind.TEST),
        ("add a docstring", Kind.DOCUMENT),
        ("any problems with this code?", Kind.REVIEW),
        ("add a timeout parameter", Kind.EDIT),
        ("can you make this async?", Kind.EDIT),
        ("what is the difference between a thread and a process?", Kind.ASK),
        ("write a function that reverses a string", Kind.GENERATE),
        ("this is too slow", Kind.OPTIMIZE),
        ("convert this to TypeScript", Kind.TRANSLATE),
    ],
)
def test_plain_words_say_the_kind_under_either_free_command(instruction: str, kind: Kind, command: Kind) -> None:
    assert kind_of(instruction, command) is kind


@pytest.mark.parametrize(
    ("instruction", "kind"),
    [
        ("fix the docstring, the parameter name is wrong", Kind.FIX),
        ("document why this test fails", Kind.DOCUMENT),
        ("explain the fix that was made here", Kind.EXPLAIN),
        ("add tests to check that the fix works", Kind.TEST),
        ("write tests for the optimized version", Kind.TEST),
        ("add comments that explain the algorithm", Kind.DOCUMENT),
        ("review the tests", Kind.REVIEW),
        ("comment this line out", Kind.EDIT),
        ("improve the error message", Kind.EDIT),
        ("add a test button to the toolbar", Kind.EDIT),
        ("debug this, it hangs", Kind.FIX),
        ("add debug logging", Kind.EDIT),
        ("explain the loop in a comment", Kind.DOCUMENT),
    ],
)
def test_the_verb_counts_for_more_than_what_it_is_about(instruction: str, kind: Kind) -> None:
    assert kind_of(instruction) is kind


@pytest.mark.parametrize(
    ("instruction", "kind"),
    [
        ("don't change the code, just tell me what it does", Kind.EXPLAIN),
        ("find problems in this code but do not fix them", Kind.REVIEW),
        ("document the parameters, don't touch the code", Kind.DOCUMENT),
        ("make this shorter without changing what it does", Kind.REFACTOR),
        ("don't log the password", Kind.EDIT),
    ],
)
def test_what_is_ruled_out_is_not_what_is_asked_for(instruction: str, kind: Kind) -> None:
    assert kind_of(instruction) is kind


@pytest.mark.parametrize(
    "instruction",
    ["Hi! Could you please refactor this?", "refactor", "pls refactr this", "i'd like you to refactor it", "/refactor"],
)
def test_courtesies_slips_and_slashes_change_nothing(instruction: str) -> None:
    assert kind_of(instruction) is Kind.REFACTOR


@pytest.mark.parametrize(
    ("instruction", "kind"),
    [
        ("Erkläre mir diese Funktion", Kind.EXPLAIN),
        ("ça ne marche pas", Kind.FIX),
        ("escribe pruebas unitarias para esta clase", Kind.TEST),
        ("otimize esse código", Kind.OPTIMIZE),
        ("给这段代码写注释", Kind.DOCUMENT),
        ("このコードを読みやすくして", Kind.REFACTOR),
        ("проверь этот код", Kind.REVIEW),
        ("spiegami questo codice", Kind.EXPLAIN),
        ("dodaj obsługę błędów", Kind.EDIT),
        ("유닛 테스트 작성해줘", Kind.TEST),
        ("bu hatayı düzelt", Kind.FIX),
        ("isko python me convert karo", Kind.TRANSLATE),
        ("इस कोड को समझाओ", Kind.EXPLAIN),
    ],
)
def test_people_may_ask_in_their_own_language(instruction: str, kind: Kind) -> None:
    assert kind_of(instruction) is kind


def test_a_pasted_error_alone_asks_for_a_fix() -> None:
    pasted = (
        "Traceback (most recent call last):\n  File 'app.py', line 3, in <module>\nNameError: name 'foo' is not defined"
    )
    assert kind_of(pasted) is Kind.FIX


def test_words_in_pasted_code_ask_for_nothing() -> None:
    assert kind_of("make the label blue\n```\n// TODO: write tests and fix the docs\n```") is Kind.EDIT


@pytest.mark.parametrize("command", sorted(set(Kind) - {Kind.EDIT, Kind.ASK, Kind.GENERATE}))
def test_a_command_that_names_its_kind_keeps_it(command: Kind) -> None:
    found = detect("write unit tests instead", command)
    assert (found.kind, found.confidence) == (command, 1.0)


@pytest.mark.parametrize("command", FREE)
def test_without_a_telling_word_the_command_stands(command: Kind) -> None:
    assert kind_of("qwerty asdf", command) is command


def test_generating_stays_generating_where_the_words_ask_for_a_change() -> None:
    assert kind_of("add a border", Kind.GENERATE) is Kind.GENERATE


def test_with_nothing_selected_there_is_nothing_to_edit() -> None:
    assert detect("tic tac toe", Kind.EDIT, has_selection=False).kind is Kind.GENERATE


def test_a_bare_word_amid_problems_asks_for_a_fix() -> None:
    assert detect("help", Kind.EDIT, has_diagnostics=True).kind is Kind.FIX
    assert detect("darker", Kind.EDIT, has_diagnostics=False).kind is Kind.EDIT


def test_what_is_in_a_language_already_is_not_translated_to_it() -> None:
    assert detect("to python", Kind.EDIT, language="javascript").kind is Kind.TRANSLATE
    assert detect("to python", Kind.EDIT, language="python").kind is Kind.EDIT


def test_the_sentence_quotes_the_words_that_decided() -> None:
    assert detect("please fix this", Kind.EDIT).sentence == 'says "fix"'
    assert detect("qwerty", Kind.ASK).sentence == "no word asks for more than ask"


def test_a_clear_request_is_surer_than_one_without_a_telling_word() -> None:
    assert detect("write unit tests", Kind.EDIT).confidence > 0.8 > detect("qwerty", Kind.EDIT).confidence


@pytest.mark.parametrize("command", FREE)
@pytest.mark.parametrize(
    "instruction", ["", " \n\t", "\0", "🙂", "?", "!!!", "fix " * 50_000, "make it in to as " * 5_000, "(" * 10_000]
)
def test_odd_instructions_get_some_kind(instruction: str, command: Kind) -> None:
    assert 0 <= detect(instruction, command).confidence <= 1


@given(text=st.text(max_size=700), command=st.sampled_from(list(Kind)), wrong=st.booleans(), chosen=st.booleans())
def test_any_text_gets_a_kind_a_confidence_and_a_sentence(
    text: str, command: Kind, *, wrong: bool, chosen: bool
) -> None:
    found = detect(text, command, has_diagnostics=wrong, has_selection=chosen)
    assert 0 <= found.confidence <= 1
    assert found.sentence


@given(st.text(max_size=200))
def test_case_and_blanks_around_do_not_matter(text: str) -> None:
    assert kind_of(f"fix {text}") is kind_of(f"  FIX {text}\n")
