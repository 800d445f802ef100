"""What takes the place of the selection: one readable file a case, in ``cases/``.

A file begins with its sentence, then come ``before`` (the document, the selection in ⟦⟧), ``answer`` and
``after``, or ``nothing`` where the answer must not be used. ``␄`` marks the end of a text without a
final line end. ``line ends: CRLF`` in the head is for the document, ``answer's line ends: CRLF`` for the answer;
``language``, ``shape`` and ``why`` (with ``nothing``) are said there too.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tierline.answer import replacement
from tierline.answer.reply import Confidence, read_reply

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_answer_takes_the_place_of_the_selection(path: Path) -> None:
    head, *parts = re.split(r"^==== (\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    texts = dict(zip(parts[::2], (text.removesuffix("␄\n") for text in parts[1::2]), strict=True))
    if re.search("^line ends: CRLF$", head, re.MULTILINE):
        texts |= {name: text.replace("\n", "\r\n") for name, text in texts.items() if name != "answer"}
    if "answer's line ends: CRLF" in head:
        texts["answer"] = texts["answer"].replace("\n", "\r\n")
    before, selection, after = re.split("[⟦⟧]", texts["before"])
    told = dict(re.findall(r"^(language|shape|why): (.*)$", head, re.MULTILINE))
    found = read_reply(
        texts["answer"],
        before + selection + after,
        len(before),
        len(before) + len(selection),
        language=told.get("language", ""),
    )
    assert found.shape == told.get("shape", found.shape)
    if found.new_text is None:
        assert "nothing" in texts
        assert found.why
        assert found.why == told.get("why", found.why)
        assert found.confidence is Confidence.NONE
    else:
        assert before + found.new_text + after == texts["after"]
        assert found.confidence is not Confidence.NONE


def whole(reply: str, selection: str) -> str | None:
    return replacement(reply, selection, 0, len(selection))


LINES = st.lists(st.sampled_from(["a", "    b", "\tc", "", "  d()", "é🎉"]), min_size=1, max_size=8)


@given(lines=LINES, end=st.sampled_from(["\n", "\r\n", "\r"]), final=st.booleans())
def test_an_answer_that_repeats_the_selection_changes_nothing(lines: list[str], end: str, *, final: bool) -> None:
    selection = end.join(lines) + (end if final else "")
    code = "\n".join(lines)
    assert whole(f"```\n{code}\n```", selection) in (selection, None)
    assert selection.strip() == "" or whole(f"```\n{code}\n```", selection) is not None


@given(reply=st.text(st.sampled_from("`~ \n\tab1:.")), selection=st.text(st.sampled_from(" \n\r\tab1")))
def test_any_reply_gives_a_text_with_code_in_it_or_nothing(reply: str, selection: str) -> None:
    new = whole(reply, selection)
    assert new is None or new.strip()
    if new is not None and selection.strip():
        assert new[len(new.rstrip()) :] == selection[len(selection.rstrip()) :]


def test_a_selection_full_of_blanks_takes_no_quadratic_time() -> None:
    selection = f"a{' ' * 100_000}b\n"
    assert whole("```\nc\n```", selection) == "c\n"
