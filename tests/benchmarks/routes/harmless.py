"""False alarms on code that is surely right: functions of Python's own library, with a local variable renamed."""

import ast
import sysconfig
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tierline.answer import Evidence, findings, value_of
from tierline.answer.python_code import tree_of
from tierline.task import READABLE, Kind, Task

from .section import Section

_EVERY = 6
"""Of so many files one is taken; of each the functions at every level, up to ``_MOST``."""
_MOST = 3
_SHORTEST = 4


def harmless() -> Section:
    """Count what the checks object to, by kind of task."""
    changes = list(_changes())
    rows, seen = [], Counter[str]()
    for kind in (kind for kind in Kind if kind not in READABLE and kind is not Kind.TRANSLATE):
        certain = sent_back = 0
        for source, start, old, new in changes:
            task = Task(kind=kind, source=source, start=start, end=start + len(old), language="python")
            found = findings(Evidence(task, f"```python\n{new}\n```", new))
            certain += any(each.certain for each in found)
            sent_back += value_of(found) < 7
            seen.update(each.name for each in found if each.points > 3)
        share = certain / len(changes)
        rows.append((kind.value, str(len(changes)), str(certain), f"{share:.2%}", str(sent_back)))
    return Section(
        "Checks of right answers: functions of Python's library, rewritten with a local variable renamed",
        ("kind", "answers", "certain false alarms", "share", "score below 7"),
        tuple(rows),
        (f"By: {', '.join(f'{name} ({count})' for name, count in seen.most_common()) or 'none'}.",),
    )


def _changes() -> Iterator[tuple[str, int, str, str]]:
    """Yield a file, where the function starts in it, the function, and the function as changed."""
    library = Path(sysconfig.get_paths()["stdlib"])
    files = sorted(p for p in library.rglob("*.py") if not {"site-packages", "test", "tests"} & set(p.parts))
    for path in files[::_EVERY]:
        source = path.read_text("utf-8", "replace")
        tree = tree_of(source)
        functions = [] if tree is None else [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        for node in [n for n in functions if (n.end_lineno or 0) - n.lineno >= _SHORTEST][:_MOST]:
            first = min(each.lineno for each in (node, *node.decorator_list))
            lines = source.splitlines(keepends=True)
            start, end = (sum(map(len, lines[:number])) for number in (first - 1, node.end_lineno))
            if new := _renamed(node):
                yield source, start, source[start:end], textwrap.indent(new, " " * node.col_offset) + "\n"


def _renamed(function: ast.FunctionDef) -> str:
    """Return the function with its first local variable renamed; empty where scopes make that more than a word."""
    inner = [n for statement in function.body for n in ast.walk(statement)]
    local = next((n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)), "")
    scopes = (ast.Global, ast.Nonlocal, ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.Import, ast.ImportFrom)
    taken = {n.arg for n in ast.walk(function) if isinstance(n, ast.arg)}
    if not local or local in taken or any(isinstance(n, scopes) for n in inner):
        return ""
    for node in inner:
        if isinstance(node, ast.Name) and node.id == local:
            node.id = f"{local}_2"
    return ast.unparse(function)
