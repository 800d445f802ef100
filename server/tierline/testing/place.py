"""Where the tests of a file stand, or shall: what the project does already counts before what is usual."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from posixpath import basename, dirname, splitext

from tierline.testing.conventions import CONVENTIONS, SOURCE_ROOTS, Convention, Usual

MOST_SOURCES = 1_000
"""Files that are looked at for an example."""

Scheme = tuple[str, ...]
"""A way from a source's folder to that of its tests, the same for all files of a project that keeps to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A test file, relative to the project, with ``/``."""

    path: str
    exists: bool
    inline: bool = False
    """Whether it is the source itself, which holds its own tests."""


def place(path: str, language: str, files: Collection[str]) -> Place | None:
    """Return where the tests of ``path`` stand, or shall stand; ``None`` in a language whose customs are not known.

    ``path`` and the project's ``files`` are relative to its top, with ``/``. A file of tests for just this source
    counts wherever it stands. A new one goes where the sources that have tests have theirs, of several ways the one
    that most of them go; without any example, where folders of tests are; and else where it is usual.
    """
    custom = CONVENTIONS.get(language)
    if custom is None:
        return None
    if custom.usual is Usual.INLINE or is_test_file(path, language):
        return Place(path=path, exists=True, inline=custom.usual is Usual.INLINE)
    known = frozenset(files)
    ways = list(_ways(path, custom))
    there = [candidate for _, candidate in ways if candidate in known] or _elsewhere(path, custom, known)
    if there:
        return Place(path=there[0], exists=True)
    if not ways:
        return None
    examples = _examples(path, language, custom, known)
    tests_in = Counter(dirname(file) for file in known if is_test_file(file, language))
    names = Counter(_name_of(file, custom) for file in known if is_test_file(file, language))
    order = {way: number for number, way in enumerate(_usual_first(ways, path, custom, tests_in))}

    def worth(way: tuple[Scheme, str]) -> tuple[int, int, int, int]:
        scheme, candidate = way
        near = tests_in[dirname(candidate)]
        return examples[scheme], near, names[_name_of(candidate, custom)], -order[way]

    return Place(path=max(ways, key=worth)[1], exists=False)


def is_test_file(path: str, language: str) -> bool:
    """Return whether a file of ``language`` is called as tests are."""
    custom = CONVENTIONS.get(language)
    return custom is not None and _name_of(path, custom) != ""


def _name_of(path: str, custom: Convention) -> str:
    ext = splitext(path)[1]
    name = basename(path)
    return next((n for n in custom.names if fnmatchcase(name, n.format(stem="?*", ext=ext))), "")


def _names(path: str, custom: Convention) -> list[str]:
    stem, ext = splitext(basename(path))
    if stem == "__init__":
        stem = basename(dirname(path)) or stem
    return [name.format(stem=stem, ext=ext) for name in custom.names]


def _ways(path: str, custom: Convention) -> Iterator[tuple[Scheme, str]]:
    """Yield each way that leads from ``path`` to a file of tests, and that file."""
    parts = [part for part in dirname(path).split("/") if part]
    for template, name in zip(custom.names, _names(path, custom), strict=True):
        for scheme, folder in _folders(parts, custom):
            yield (template, *scheme), "/".join([*folder, name])


def _folders(parts: Sequence[str], custom: Convention) -> Iterator[tuple[Scheme, list[str]]]:
    depth = len(parts)
    yield ("beside",), [*parts]
    for tests in custom.folders:
        yield from _swapped(parts, tests, custom)
        for top in range(depth + 1):
            for kept in range(top, depth + 1):
                folder = [*parts[:top], tests, *parts[kept:]]
                # Each can be meant both ways: so many from the top, or all there are.
                for where in {str(top), "own" if top == depth else str(top)}:
                    for drops in {str(kept - top), "all" if kept == depth else str(kept - top)}:
                        yield (tests, where, drops), folder


def _swapped(parts: Sequence[str], tests: str, custom: Convention) -> Iterator[tuple[Scheme, list[str]]]:
    """Yield the ways of Maven (``src/main/x`` → ``src/test/x``) and of folders that are called after others."""
    for at, part in enumerate(parts):
        if part == "main" and at and parts[at - 1] == "src":
            yield ("main", tests), [*parts[:at], tests, *parts[at + 1 :]]
    root = next((at for at, part in enumerate(parts) if part in SOURCE_ROOTS), None)
    for end in custom.renames:
        if root is not None and root + 1 < len(parts):
            yield (
                ("renamed below", tests, end),
                [*parts[:root], tests, f"{parts[root + 1]}{end}", *parts[root + 2 :]],
            )
        elif root is None and parts:
            yield ("renamed", end), [f"{parts[0]}{end}", *parts[1:]]
            yield ("renamed in", tests, end), [tests, f"{parts[0]}{end}", *parts[1:]]


def _elsewhere(path: str, custom: Convention, known: Collection[str]) -> list[str]:
    """Return the one file that is called like the tests of ``path``, wherever it stands; none where there are more."""
    names = frozenset(_names(path, custom))
    found = [file for file in known if basename(file) in names]
    same = sum(basename(file) == basename(path) for file in known if file != path)
    # Where several sources have that name nobody knows whose tests these are.
    return found if len(found) == 1 and not same else []


def _examples(path: str, language: str, custom: Convention, known: Collection[str]) -> Counter[Scheme]:
    ext = splitext(path)[1]
    sources = (file for file in sorted(known) if file.endswith(ext) and not is_test_file(file, language))
    found: Counter[Scheme] = Counter()
    for source in [source for source, _ in zip(sources, range(MOST_SOURCES), strict=False)]:
        found.update(scheme for scheme, candidate in _ways(source, custom) if candidate in known)
    return found


def _usual_first(
    ways: Sequence[tuple[Scheme, str]], path: str, custom: Convention, tests_in: Counter[str]
) -> list[tuple[Scheme, str]]:
    """Return the ways with the usual one first."""
    parts = [part for part in dirname(path).split("/") if part]
    root = next((at for at, part in enumerate(parts) if part in SOURCE_ROOTS), None)
    top = parts[: root or 0]
    below = parts[(root + 1 if root is not None else 0) :]
    present = [folder for folder in custom.folders if any(_is_below("/".join([*top, folder]), at) for at in tests_in)]
    folders = [*present, *(folder for folder in custom.folders if folder not in present)]
    wanted = [folder for tests in folders for folder in _usual(custom, parts, top, below, tests)] or ["/".join(parts)]

    def rank(way: tuple[Scheme, str]) -> int:
        folder = dirname(way[1])
        return wanted.index(folder) if folder in wanted else len(wanted)

    return sorted(ways, key=rank)


def _usual(
    custom: Convention, parts: Sequence[str], top: Sequence[str], below: Sequence[str], tests: str
) -> Iterator[str]:
    mirrored = [*top, tests, *below]
    match custom.usual:
        case Usual.BESIDE:
            found = [[*parts]]
        case Usual.WITHIN:
            found = [[*parts, tests]]
        case Usual.FLAT:
            found = [[*top, tests]]
        case _:
            found = [*(folder for _, folder in _swapped(parts, tests, custom)), mirrored]
    return map("/".join, found)


def _is_below(folder: str, other: str) -> bool:
    return other == folder or other.startswith(f"{folder}/")
