"""One and the same new text, told in many shapes: it is read as it was meant, or not at all."""

from difflib import SequenceMatcher, unified_diff

from hypothesis import assume, event, given, strategies as st

from tierline.answer.reply import Confidence, Shape, read_reply

LINES = st.sampled_from(
    [
        "",
        "total = 0",
        "for item in items:",
        "    total += item.price",
        "    log('größer', \"🎉\")",
        "if total > limit:",
        "    raise ValueError(limit)",
        "limit = 10",
        "return total",
        "}",
        "print(total)  # sum",
        "-- x",
        "++ y",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw what stands before the selection, the selection (whole lines), and what stands behind it."""
    first, last = draw(ENDS), draw(ENDS)
    parts = [
        draw(st.lists(LINES, max_size=5)),
        draw(st.lists(LINES, min_size=1, max_size=8)),
        draw(st.lists(LINES, max_size=5)),
    ]
    texts = ["".join(line + draw(st.sampled_from([first, first, last])) for line in part) for part in parts]
    return texts[0], texts[1], texts[2]


def lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def changed(draw: st.DrawFn, old: str) -> str:
    lines = []
    for line in lf(old).split("\n")[:-1]:
        fate = draw(st.sampled_from(["stay", "stay", "stay", "go", "change", "come"]))
        lines += {"stay": [line], "go": [], "change": [draw(LINES)], "come": [draw(LINES), line]}[fate]
    return "".join(f"{line}\n" for line in lines)


def fenced(_before: str, _old: str, new: str, _after: str) -> str:
    return f"Here is the new code:\n\n```python\n{new}```\n\nI changed it as you asked."


def in_tildes(_before: str, _old: str, new: str, _after: str) -> str:
    return f"~~~~\n{new}~~~~\n"


def original_first(_before: str, old: str, new: str, _after: str) -> str:
    return f"Before:\n```python\n{old}```\nAfter:\n```python\n{new}```\n"


def as_diff(before: str, old: str, new: str, after: str) -> str:
    lines = unified_diff(
        (before + old + after).splitlines(), (before + new + after).splitlines(), "a/x", "b/x", n=2, lineterm=""
    )
    return "```diff\n" + "\n".join(lines) + "\n```\n"


def as_search_and_replace(_before: str, old: str, new: str, _after: str) -> str:
    gone, come = old.split("\n")[:-1], new.split("\n")[:-1]
    blocks = []
    for group in SequenceMatcher(None, gone, come, autojunk=False).get_grouped_opcodes(1):
        search, replace = gone[group[0][1] : group[-1][2]], come[group[0][3] : group[-1][4]]
        told = ["<<<<<<< SEARCH", *search, "=======", *replace, ">>>>>>> REPLACE"]
        blocks.append("\n".join(told))
    return "\n\n".join(blocks)


def as_patch(before: str, old: str, new: str, after: str) -> str:
    lines = as_diff(before, old, new, after).split("\n")[1:-2]
    body = [line for line in lines if not line.startswith(("--- a/x", "+++ b/x"))]
    body = ["@@" if line.startswith("@@ ") else line for line in body]
    return "\n".join(["*** Begin Patch", "*** Update File: x", *body, "*** End Patch"])


def whole_file(before: str, _old: str, new: str, after: str) -> str:
    return f"```python\n{before}{new}{after}```\n"


SHAPES = [fenced, in_tildes, original_first, as_diff, as_search_and_replace, as_patch]


@given(parts=documents(), shape=st.sampled_from(SHAPES), data=st.data(), back=ENDS)
def test_a_new_text_is_read_as_it_was_meant_or_not_at_all(
    parts: tuple[str, str, str], shape: object, data: st.DataObject, back: str
) -> None:
    before, old, after = parts
    new = data.draw(st.composite(lambda draw: changed(draw, old))())
    assume(new.strip() and lf(old).strip() and new != lf(old))
    reply = shape(*map(lf, (before, old, new, after))).replace("\n", back)  # type: ignore[operator]
    found = read_reply(reply, before + old + after, len(before), len(before) + len(old))
    event(f"{getattr(shape, '__name__', '')}: {found.confidence}")
    if found.new_text is None:
        assert found.why
        assert found.confidence is Confidence.NONE
        return
    if found.shape is Shape.WHOLE_FILE:
        # The new text has both neighbours of the selection in it: nobody wants them twice.
        assert "".join(rows(found.new_text)) in "".join(rows(new))
        return
    assert rows(found.new_text) == rows(new)
    if shape in {as_diff, as_search_and_replace, as_patch}:
        assert lf(found.new_text) == new


NEIGHBOURS = ("import os  # the first line of all", "class Basket:  # before it", "end_of_it_all()", "and_more()")


@given(parts=documents(), data=st.data())
def test_a_whole_file_is_cut_to_the_selection_that_stands_between_its_neighbours(
    parts: tuple[str, str, str], data: st.DataObject
) -> None:
    before, old, after = (
        f"{parts[0]}{NEIGHBOURS[0]}\n{NEIGHBOURS[1]}\n",
        parts[1],
        f"{NEIGHBOURS[2]}\n{NEIGHBOURS[3]}\n{parts[2]}",
    )
    new = data.draw(st.composite(lambda draw: changed(draw, old))())
    assume(new.strip() and lf(old).strip())
    reply = whole_file(*map(lf, (before, old, new, after)))
    found = read_reply(reply, before + old + after, len(before), len(before) + len(old))
    assert found.new_text is not None
    assert rows(found.new_text) == rows(new)


def rows(text: str) -> list[str]:
    """Return the lines without blanks around them and blank ones around all: these are the selection's matter."""
    return "\n".join(line.strip() for line in lf(text).split("\n")).strip("\n").split("\n")


@given(
    parts=documents(),
    reply=st.lists(
        st.one_of(
            LINES,
            st.sampled_from(
                [
                    "```",
                    "```diff",
                    "@@ -1 +1 @@",
                    "-a",
                    "+b",
                    "<<<<<<< SEARCH",
                    "=======",
                    ">>>>>>> REPLACE",
                    "*** Begin Patch",
                    "*** End Patch",
                    "# ... rest unchanged",
                    "def f():",
                    "1| x",
                    "&lt;",
                ]
            ),
        ),
        max_size=12,
    ),
)
def test_any_reply_gives_a_text_or_a_reason(parts: tuple[str, str, str], reply: list[str]) -> None:
    before, old, after = parts
    found = read_reply("\n".join(reply), before + old + after, len(before), len(before) + len(old))
    assert (found.new_text is None) == bool(found.why) == (found.confidence is Confidence.NONE)


@given(parts=documents())
def test_lines_that_stay_keep_their_own_line_ends(parts: tuple[str, str, str]) -> None:
    before, old, after = parts
    assume(lf(old).strip())
    reply = fenced("", "", lf(old), "")
    found = read_reply(reply, before + old + after, len(before), len(before) + len(old))
    assert found.new_text == old or found.new_text is None or lf(found.new_text) != lf(old)
