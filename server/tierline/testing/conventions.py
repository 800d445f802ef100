"""What test files are called in each language, and in which folders they stand: the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Usual(Enum):
    """Where tests stand in a project that has none yet."""

    BESIDE = auto()
    """In the folder of the file itself."""
    WITHIN = auto()
    """In a folder of their own within that one."""
    FLAT = auto()
    """In one folder at the top of the project, without folders in it."""
    MIRRORED = auto()
    """In one folder at the top, with the folders of the sources once more."""
    RENAMED = auto()
    """In a folder that is called after that of the sources, with something behind its name."""
    INLINE = auto()
    """In the file itself."""


class Joins(Enum):
    """How new tests are added to a file that has some."""

    END = auto()
    """At its end."""
    LAST_BLOCK = auto()
    """Before the brace that closes its last block, a class or a module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """The customs of a language."""

    names: tuple[str, ...]
    """What a test file is called, the most usual name first; ``{stem}`` and ``{ext}`` are those of the source."""
    folders: tuple[str, ...] = ("tests", "test")
    """Folders of tests, the most usual one first."""
    renames: tuple[str, ...] = ()
    """What stands behind the name of a folder of sources where that of its tests is called after it."""
    usual: Usual = Usual.MIRRORED
    joins: Joins = Joins.END


_JAVASCRIPT = Convention(
    names=("{stem}.test{ext}", "{stem}.spec{ext}"), folders=("__tests__", "tests", "test"), usual=Usual.BESIDE
)
_JVM = ("test", "tests")

CONVENTIONS: Mapping[str, Convention] = {
    "python": Convention(names=("test_{stem}.py", "{stem}_test.py"), usual=Usual.FLAT),
    "javascript": _JAVASCRIPT,
    "javascriptreact": _JAVASCRIPT,
    "typescript": _JAVASCRIPT,
    "typescriptreact": _JAVASCRIPT,
    "go": Convention(names=("{stem}_test.go",), folders=(), usual=Usual.BESIDE),
    "rust": Convention(names=(), folders=(), usual=Usual.INLINE, joins=Joins.LAST_BLOCK),
    "java": Convention(
        names=("{stem}Test.java", "{stem}Tests.java", "Test{stem}.java", "{stem}IT.java"),
        folders=_JVM,
        joins=Joins.LAST_BLOCK,
    ),
    "kotlin": Convention(names=("{stem}Test.kt", "{stem}Tests.kt"), folders=_JVM, joins=Joins.LAST_BLOCK),
    "scala": Convention(
        names=("{stem}Spec.scala", "{stem}Test.scala", "{stem}Suite.scala"), folders=_JVM, joins=Joins.LAST_BLOCK
    ),
    "csharp": Convention(
        names=("{stem}Tests.cs", "{stem}Test.cs"),
        renames=(".Tests", ".UnitTests"),
        usual=Usual.RENAMED,
        joins=Joins.LAST_BLOCK,
    ),
    "php": Convention(names=("{stem}Test.php",), joins=Joins.LAST_BLOCK),
    "swift": Convention(
        names=("{stem}Tests.swift", "{stem}Test.swift"),
        folders=("Tests",),
        renames=("Tests",),
        usual=Usual.RENAMED,
        joins=Joins.LAST_BLOCK,
    ),
    "ruby": Convention(names=("{stem}_spec.rb", "{stem}_test.rb", "test_{stem}.rb"), folders=("spec", "test")),
    "elixir": Convention(names=("{stem}_test.exs",), folders=("test",)),
    "dart": Convention(names=("{stem}_test.dart",), folders=("test",)),
    "lua": Convention(names=("{stem}_spec.lua", "test_{stem}.lua"), folders=("spec", "tests"), usual=Usual.FLAT),
    "c": Convention(names=("test_{stem}.c", "{stem}_test.c"), usual=Usual.FLAT),
    "cpp": Convention(names=("{stem}_test{ext}", "test_{stem}{ext}", "{stem}Test{ext}"), usual=Usual.FLAT),
    "haskell": Convention(names=("{stem}Spec.hs",), folders=("test", "tests")),
    "perl": Convention(names=("{stem}.t",), folders=("t",), usual=Usual.FLAT),
    "r": Convention(names=("test-{stem}.R",), folders=("tests/testthat",), usual=Usual.FLAT),
    "shellscript": Convention(names=("{stem}.bats",), folders=("test", "tests"), usual=Usual.FLAT),
}
"""By LSP language id. Of a language that is not here nobody can say where its tests stand."""

SOURCE_ROOTS = frozenset({"src", "lib", "app", "source", "sources", "Sources"})
"""Folders of which the folder of tests is a neighbour, and whose names it does not repeat."""
