"""Whatever is typed meanwhile and however the client tells it: we change what was meant, and nothing else.

The oracle's characters carry numbers, so that it knows without comparing texts where each of them has gone. How many
examples are tried is the profile's matter: ``pytest tests/properties --hypothesis-profile nightly``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, strategies as st
from support.oracle import Oracle, edited, oracle_of, position
from support.pending_edits import pending, told_whole

from tierline.edit.changes import Change, texts_of
from tierline.edit.pending import PendingEdit
from tierline.edit.positions import LineIndex
from tierline.edit.tracked import TrackedRange
from tierline.edit.waiting import State

ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r"])
LINES = st.sampled_from(
    [
        "",
        "a",
        "b",
        "\treturn x",
        "    return x",
        "}",
        "x = '🎉'",
        "e\u0301 = 1",
        "世界",
        "👩🏽\u200d💻",
        "\x0c",
        "\u2028",
    ]
)
PIECES = st.sampled_from(["", "a", "\n", "\r\n", "\r", "x", " ", "🎉", "b\n", "    return x\n", "}\n"])
SHARE = st.floats(0, 1, allow_nan=False)
KEYS = st.tuples(SHARE, SHARE, PIECES)
"""Where something is replaced, as shares of the text, and by what."""
TOLD = st.sampled_from(["each", "each", "merged", "whole"])
"""How the client tells what was typed."""


@st.composite
def documents(draw: st.DrawFn) -> str:
    end = draw(ENDS)
    mixed = draw(st.booleans())
    lines = draw(st.lists(LINES, min_size=1, max_size=10))
    text = "".join(line + (draw(ENDS) if mixed else end) for line in lines)
    return text if draw(st.booleans()) else text.rstrip("\r\n")


@st.composite
def answers(draw: st.DrawFn, old: str) -> str:
    """Draw an answer as models give them: most lines stay, some go, some come."""
    index = LineIndex(old)
    starts = [*(index.offset(line, 0) or 0 for line in range(index.line_count)), len(old)]
    lines = [old[a:b] for a, b in pairwise(starts)]
    new = []
    for line in lines:
        match draw(st.sampled_from(["stay", "stay", "stay", "go", "change", "come"])):
            case "stay":
                new.append(line)
            case "change":
                new.append(draw(LINES) + line[len(line.rstrip("\r\n")) :])
            case "come":
                new += [draw(LINES) + draw(ENDS), line]
    return "".join(new) + draw(st.sampled_from(["", "", "", "z", "z\n"]))


@dataclass
class Game:
    """A pending edit beside its oracle."""

    oracle: Oracle
    edit: PendingEdit
    marks: dict[str, tuple[int, ...]]
    """The characters that each hunk is about."""
    edges: dict[str, tuple[tuple[int, ...], tuple[int, ...]]]
    """The characters just before and just behind each hunk; none at the ends of the document."""
    target: tuple[int, ...]
    tracked: TrackedRange
    sure: bool = True
    """Whether all was told in a way that leaves no doubt about which characters are meant."""
    exact: bool = True
    """Whether each change was told by itself."""


def begun(text: str, start: int, end: int, new: str) -> Game:
    oracle = oracle_of(text)
    edit = pending(text, start, end, new)
    marks = {place.hunk.id: oracle.marks(place.start, place.end) for place in edit.hunks}
    edges = {
        place.hunk.id: (oracle.marks(max(place.start - 1, 0), place.start), oracle.marks(place.end, place.end + 1))
        for place in edit.hunks
    }
    return Game(oracle, edit, marks, edges, oracle.marks(start, end), TrackedRange(text, start, end))


def changes_of(text: str, keys: Sequence[tuple[float, float, str]]) -> list[Change]:
    changes = []
    for first, last, new in keys:
        start, end = sorted(round(share * len(text)) for share in (first, last))
        # Most of what is typed is short.
        change = trimmed(text, Change(start, min(end, start + 3) if len(new) % 2 else end, new))
        changes.append(change)
        text = change.made(text)
    return changes


def trimmed(text: str, change: Change) -> Change:
    """Return a change without what it leaves as it was at its edges: a character that stays is the same one."""
    start, end, new = change.start, change.end, change.text
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Change(start, end, new)


def tell(game: Game, changes: Sequence[Change], told: str) -> None:
    """Let the user type, and the client tell it."""
    before = game.oracle.text
    for change in changes:
        game.oracle.change(change)
    after = game.oracle.text
    game.exact = game.exact and told == "each"
    if told == "whole":
        game.edit, game.tracked = told_whole(game.edit, after), game.tracked.follow(after)
        game.sure = game.sure and len(changes) < 2
        return
    if told == "merged" and changes:
        head = min(change.start for change in changes)
        kept = min(
            len(text) - end for text, end in zip(texts_of(before, changes), (c.end for c in changes), strict=False)
        )
        changes = (
            [Change(head, len(before) - kept, after[head : len(after) - kept])] if head <= len(before) - kept else []
        )
        if not changes:
            changes = [Change(0, len(before), after)]
        game.sure = False
    game.edit, game.tracked = game.edit.follow_changes(changes), game.tracked.follow_changes(changes)


def check(game: Game) -> None:
    edit, oracle = game.edit, game.oracle
    assert edit.text == oracle.text
    assert 0 <= edit.start <= edit.end <= len(edit.text)
    for place in edit.hunks:
        marks = game.marks[place.hunk.id]
        if place.state is State.PENDING:
            assert edit.text[place.start : place.end] == place.hunk.old
            if game.sure and marks:
                # Who replaces a text by one that holds it has left it there.
                assert oracle.where(marks) in {None, place.start}, "the very characters, not others that look alike"
            elif game.sure:
                before, behind = map(oracle.where, game.edges[place.hunk.id])
                assert before is None or before < place.start
                assert behind is None or place.start <= behind
        if game.exact and marks and oracle.where(marks) is not None:
            assert place.state is not State.CONFLICT, "no false alarm where each change is told"
    tracked = game.tracked
    if not tracked.conflict and game.target:
        assert tracked.text == oracle.text
        assert tracked.text[tracked.start : tracked.end] == game.edit.old
        where = oracle.where(game.target)
        assert not game.sure or where in {None, tracked.start}


def accept(game: Game, ids: Sequence[str], encoding: str, told: str) -> None:
    """Make some hunks as an editor does, and compare with what was promised."""
    edit, text = game.edit, game.oracle.text
    replacements = edit.replacements(ids)
    named = [place for place in edit.of(State.PENDING) if place.hunk.id in ids]
    expected = text
    for place in sorted(named, key=lambda place: (place.start, place.end, place.hunk.start), reverse=True):
        expected = expected[: place.start] + place.hunk.text + expected[place.end :]
    promised = edit.accept(ids)
    assert promised.text == expected
    wire = [(position(text, c.start, encoding), position(text, c.end, encoding), c.text) for c in replacements]
    index = LineIndex(text, encoding)
    for change, (first, last, _) in zip(replacements, wire, strict=True):
        assert (index.position(change.start), index.position(change.end)) == (first, last)
    assert edited(text, wire, encoding) == expected
    assert expected.startswith(text[: edit.start])
    assert expected.endswith(text[edit.end :])
    changes = replacements[::-1]
    others = [place.hunk.id for place in edit.of(State.PENDING) if place.hunk.id not in ids]
    for change in changes:
        game.oracle.change(change)
    match told:
        case "whole":
            seen = told_whole(edit, expected)
        case "merged" if changes:
            first, last = changes[-1].start, changes[0].end
            seen = edit.follow_changes([Change(first, last, expected[first : len(expected) - (len(text) - last)])])
        case _:
            seen = edit.follow_changes(changes)
    # Seen without knowing of it, nothing is mistaken for what it is not; then what was promised goes on.
    for place in seen.hunks:
        if place.state is State.PENDING:
            assert seen.text[place.start : place.end] == place.hunk.old
    game.edit = promised
    game.tracked = TrackedRange(expected, 0, 0, conflict=True)
    assert {place.hunk.id for place in promised.of(State.PENDING)} == set(others)


STEP = st.one_of(
    st.tuples(st.just("type"), st.lists(KEYS, min_size=1, max_size=3), TOLD),
    st.tuples(st.just("accept"), st.lists(SHARE, max_size=3), TOLD),
    st.tuples(st.just("reject"), st.lists(SHARE, max_size=2), TOLD),
)


@given(
    text=documents(),
    bounds=st.tuples(SHARE, SHARE),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-32"]),
    steps=st.lists(STEP, max_size=6),
    data=st.data(),
)
def test_only_what_was_accepted_changes_and_just_where_it_was_meant(
    text: str, bounds: tuple[float, float], encoding: str, steps: list[tuple[str, list, str]], data: st.DataObject
) -> None:
    start, end = sorted(round(share * len(text)) for share in bounds)
    game = begun(text, start, end, data.draw(answers(text[start:end])))
    for kind, shares, told in steps:
        ids = [place.hunk.id for place in game.edit.hunks]
        chosen = [ids[min(int(share * len(ids)), len(ids) - 1)] for share in shares if ids] if kind != "type" else []
        if kind == "type":
            tell(game, changes_of(game.oracle.text, shares), told)
        elif kind == "accept":
            accept(game, chosen, encoding, told)
        else:
            before = game.edit
            game.edit = game.edit.reject(chosen)
            assert game.edit.text == before.text
            assert not {p.hunk.id for p in game.edit.of(State.PENDING)} & set(chosen)
        check(game)


@given(text=documents(), bounds=st.tuples(SHARE, SHARE), data=st.data())
def test_any_subset_in_any_order_gives_the_predicted_text(
    text: str, bounds: tuple[float, float], data: st.DataObject
) -> None:
    start, end = sorted(round(share * len(text)) for share in bounds)
    new = data.draw(answers(text[start:end]))
    edit = pending(text, start, end, new)
    ids = data.draw(st.permutations([place.hunk.id for place in edit.hunks]))
    taken = ids[: data.draw(st.integers(0, len(ids)))]
    once = edit.accept(taken)
    one_by_one = edit
    for name in taken:
        one_by_one = one_by_one.accept([name])
    assert one_by_one == once
    assert once.as_meant
    assert once.text.startswith(text[:start])
    assert once.text.endswith(text[end:])
    assert once.accept().text == text[:start] + new + text[end:]
    assert edit.reject(taken).accept().reject().text == edit.accept(ids[len(taken) :]).text


@given(text=documents(), bounds=st.tuples(SHARE, SHARE), keys=st.lists(KEYS, min_size=1, max_size=4))
def test_a_range_whose_characters_are_untouched_is_followed_to_them(
    text: str, bounds: tuple[float, float], keys: list[tuple[float, float, str]]
) -> None:
    start, end = sorted(round(share * len(text)) for share in bounds)
    oracle, tracked = oracle_of(text), TrackedRange(text, start, end)
    marks = oracle.marks(start, end)
    changes = changes_of(text, keys)
    for change in changes:
        oracle.change(change)
    tracked = tracked.follow_changes(changes)
    where = oracle.where(marks)
    if not marks:
        return
    if where is not None:
        assert not tracked.conflict, "no false alarm where each change is told"
        assert (tracked.start, tracked.end) == (where, where + len(marks))
    elif not tracked.conflict:
        # A client may replace a text by itself; what stands there is then the same.
        assert tracked.text[tracked.start : tracked.end] == text[start:end]
