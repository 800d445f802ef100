"""Tests for what the selection defines: Markdown with one fenced skeleton in the language's own framework."""

from collections.abc import Callable, Sequence

from tierline.sandbox.answers.facts import Facts, Routine
from tierline.sandbox.answers.prompt import Prompt
from tierline.sandbox.answers.reading import MARK

NOTE = "Simulated by the Tierline sandbox"


def skeleton_page(prompt: Prompt, facts: Facts) -> str:
    """Return the page. Names of private functions are tested too."""
    write = _WRITERS.get(prompt.language, _pytest if prompt.language in _PYTHON else _plain)
    routines = facts.routines or (Routine(name="selection", signature="selection()"),)
    named = ", ".join(f"`{routine.name}`" for routine in routines)
    fence = prompt.language or "text"
    return f"{MARK}\n\nTests for {named}:\n\n```{fence}\n{write(routines)}```\n"


def _pytest(routines: Sequence[Routine]) -> str:
    raising = any(routine.raises for routine in routines)
    tests = "\n\n".join(_pytest_of(routine) for routine in routines)
    return f"# {NOTE}.\n" + ("import pytest\n\n\n" if raising else "\n") + tests


def _pytest_of(routine: Routine) -> str:
    arguments = ", ".join(f"{name}=..." for name in routine.parameters)
    call = f"{routine.name}({arguments})"
    name = routine.name.strip("_") or "it"
    lines = [f"def test_{name}_gives_what_it_promises():", f"    result = {call}", "    assert result is not None", ""]
    for error in routine.raises:
        told = error.rsplit(".", 1)[-1].lower()
        lines += ["", f"def test_{name}_raises_{told}():", f"    with pytest.raises({error}):", f"        {call}", ""]
    return "\n".join(lines)


def _jest(routines: Sequence[Routine]) -> str:
    tests = "\n".join(
        f'describe("{routine.name}", () => {{\n  it("gives what it promises", () => {{\n'
        f"    expect({routine.name}()).toBeDefined();\n  }});\n}});\n"
        for routine in routines
    )
    return f"// {NOTE}.\n{tests}"


def _go(routines: Sequence[Routine]) -> str:
    tests = "\n".join(
        f'func Test{routine.name[:1].upper()}{routine.name[1:]}(t *testing.T) {{\n\tt.Skip("{NOTE}")\n}}\n'
        for routine in routines
    )
    return f"// {NOTE}.\n{tests}"


def _rust(routines: Sequence[Routine]) -> str:
    tests = "\n".join(
        f"    #[test]\n    fn {routine.name}_gives_what_it_promises() {{\n        todo!();\n    }}\n"
        for routine in routines
    )
    return f"// {NOTE}.\n#[cfg(test)]\nmod tests {{\n    use super::*;\n\n{tests}}}\n"


def _plain(routines: Sequence[Routine]) -> str:
    cases = "".join(f"{routine.name}: an ordinary value, an empty one, a wrong one\n" for routine in routines)
    return f"{NOTE}. Cases to test:\n{cases}"


_PYTHON = frozenset({"", "python", "py", "python3"})
_SCRIPTS = (
    *("javascript", "js", "jsx", "javascriptreact", "vue"),
    *("typescript", "ts", "tsx", "typescriptreact", "svelte"),
)
_WRITERS: dict[str, Callable[[Sequence[Routine]], str]] = {
    **dict.fromkeys(_SCRIPTS, _jest),
    **dict.fromkeys(("go", "golang"), _go),
    **dict.fromkeys(("rust", "rs"), _rust),
}
