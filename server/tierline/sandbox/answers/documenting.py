"""Docstrings for Python that has none, made of its names."""

import ast
import re
from collections.abc import Iterator

from tierline.sandbox.answers.facts import own_nodes, parameters
from tierline.sandbox.answers.source import Edit, Function, Source

NOTE = "Simulated by the Tierline sandbox."


def document(source: Source) -> tuple[str, list[str]]:
    """Return the code with docstrings for what had none, and what was done."""
    nodes = [node for node in source.nodes if isinstance(node, Function | ast.ClassDef)]
    bare = [node for node in nodes if ast.get_docstring(node, clean=False) is None and not _opens_with_text(node)]
    code = source.edit(_docstring(source, node) for node in bare)
    named = ", ".join(node.name for node in bare)
    return code, [f"docstrings for {named}"] if code != source.code else []


def words_of(name: str) -> str:
    """Split a name into words (``loadUserName``, ``load_user_name`` → ``load user name``)."""
    return " ".join(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower().split())


def _opens_with_text(node: Function | ast.ClassDef) -> bool:
    first = node.body[0]
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.JoinedStr)


def _docstring(source: Source, node: Function | ast.ClassDef) -> Edit:
    at = source.start(node.body[0])
    summary = f"{(words_of(node.name) or node.name).capitalize()}. {NOTE}"
    indent = source.indent(at)
    if indent is None:  # the body stands on the line of the header
        return Edit(at, at, f'"""{summary}"""; ')
    details = list(_details(node)) if isinstance(node, Function) else []
    if not details:
        return Edit(at, at, f'"""{summary}"""{source.newline}{indent}')
    first, *others = f'"""{summary}', *details, '"""'
    text = source.newline.join([first, *(indent + line if line else "" for line in others)])
    return Edit(at, at, f"{text}{source.newline}{indent}")


def _details(node: Function) -> Iterator[str]:
    if named := parameters(node):
        yield ""
        yield "Args:"
        yield from (f"    {argument.arg}: The {words_of(argument.arg) or argument.arg}." for argument in named)
    own = own_nodes(node)
    if any(isinstance(inner, ast.Return) and inner.value is not None for inner in own):
        yield ""
        yield "Returns:"
        yield f"    {ast.unparse(node.returns) if node.returns else 'The result'}."
    raised = dict.fromkeys(
        ast.unparse(inner.exc.func if isinstance(inner.exc, ast.Call) else inner.exc)
        for inner in own
        if isinstance(inner, ast.Raise) and inner.exc
    )
    if raised:
        yield ""
        yield "Raises:"
        yield from (f"    {error}: In some cases." for error in sorted(raised))
