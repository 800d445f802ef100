"""A prompt file is a command; what is wrong with one is told with the file and the line."""

import pytest

from tierline.prompt import build
from tierline.prompt.command import by_name, shipped
from tierline.prompt.placeholders import fill
from tierline.prompt.prompt_file import parse_prompt
from tierline.task import Diagnostic, Kind, OwnPrompt, Task, Tier


def parsed(text: str, stem: str = "type-hints", origin: str = "user") -> object:
    command, problems = parse_prompt(text, stem, f"prompts/{stem}.md", origin)  # type: ignore[arg-type]  # a table
    assert problems == ()
    return command


def test_words_alone_are_a_command_whose_answer_is_for_reading() -> None:
    command = parsed("What could go wrong here?\n", "worries")
    assert (command.name, command.title, command.kind) == ("worries", "Worries", Kind.ASK)
    assert (command.words, command.needs_instruction, command.tier) == ("What could go wrong here?", False, None)


def test_the_fields_say_how_a_command_behaves() -> None:
    text = '---\n# mine\ntitle: "Add type hints"\nanswer: edit\ninstruction: needed\ntier: maximum\n---\n\nAdd hints.\n'
    command = parsed(text)
    assert (command.title, command.kind, command.tier) == ("Add type hints", Kind.EDIT, Tier.MAXIMUM)
    assert command.needs_instruction
    assert command.words == "Add hints."
    assert parsed("---\nkind: fix\n---\nMend it.").kind is Kind.FIX


def test_a_file_named_like_a_kind_takes_the_place_of_its_words_and_keeps_its_ways() -> None:
    command = parsed("Mend it gently.", "fix")
    assert (command.name, command.kind, command.needs_instruction) == ("fix", Kind.FIX, False)
    assert parsed("Change it.", "edit").needs_instruction
    assert by_name([command], [])["fix"].words == "Mend it gently."
    assert parsed("Write many tests.", "test").title == "Write Tests"


def test_a_prompt_that_has_a_place_for_the_instruction_asks_for_one() -> None:
    assert parsed("Port {selection} to {instruction}.").needs_instruction
    assert not parsed("---\ninstruction: optional\n---\nPort it. {instruction}").needs_instruction


@pytest.mark.parametrize(
    ("text", "stem", "sentence"),
    [
        ("---\ntitel: x\n---\nW", "a", "prompts/a.md, line 2: there is no field titel; did you mean title?"),
        ("---\n\ntier: best\n---\nW", "a", "prompts/a.md, line 3: tier can't be 'best': input should be"),
        ("---\nkind: sing\n---\nW", "a", "prompts/a.md, line 2: kind can't be 'sing'"),
        ("---\nkind: explain\nanswer: edit\n---\nW", "a", "prompts/a.md, line 3: the answer of explain is for reading"),
        ("---\nkind: fix\nanswer: read\n---\nW", "a", "prompts/a.md, line 3: the answer of fix takes the place"),
        ("---\nname: Über uns\n---\nW", "a", "prompts/a.md, line 2: a command can't be called 'Über uns'"),
        ("W", "My Prompt", "prompts/My Prompt.md: a command can't be called 'My Prompt'"),
        ("---\ntitle\n---\nW", "a", "prompts/a.md, line 2: write `name: value`"),
        ("---\ntitle: x\nW", "a", "prompts/a.md, line 1: the fields that begin here never end"),
        ("---\ntitle: x\ntitle: y\n---\nW", "a", "prompts/a.md, line 3: title stands there twice"),
        ("---\ntitle: x\n---\n  \n", "a", "prompts/a.md has no words for the model"),
        ("", "a", "prompts/a.md has no words for the model"),
        ("---\nmodels: x/y\n---\nW", "a", "prompts/a.md, line 2: there is no field models"),
        ("---\nprivacy: off\n---\nW", "a", "prompts/a.md, line 2: there is no field privacy"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(text: str, stem: str, sentence: str) -> None:
    command, problems = parse_prompt(text, stem, f"prompts/{stem}.md", "user")
    assert command is None
    assert problems[0].startswith(sentence)


def test_an_unknown_placeholder_is_named_and_stays_as_it_is() -> None:
    command, problems = parse_prompt("---\ntitle: x\n---\nSee\n{file} and {selection}", "a", "a.md", "user")
    assert problems[0].startswith("a.md, line 5: there is no placeholder {file}; there are {selection}, {language}")
    assert command is not None
    assert fill(command.words, {"selection": "S"}) == "See\n{file} and S"


def test_a_project_can_not_choose_the_tier_and_the_users_words_go_before_its_own() -> None:
    command, problems = parse_prompt("---\ntier: maximum\n---\nW", "fix", "a.md", "project")
    assert command is not None
    assert command.tier is None
    assert problems == ("a.md, line 2: a project can't choose the tier; the rules do. Remove it.",)
    assert by_name([], [command])["fix"].origin == "project"
    assert by_name([parsed("Mine.", "fix")], [command])["fix"].words == "Mine."
    assert len(by_name([], [])) == len(shipped()) == len(Kind)


def on(words: str, selection: str = "x = 1\n", kind: Kind = Kind.EDIT, **more: object) -> tuple[str, str]:
    source = f"import os\n{selection}"
    task = Task(
        kind=kind,
        source=source,
        start=len("import os\n"),
        end=len(source),
        path="a.py",
        language="python",
        prompt=OwnPrompt(name="mine", words=words),
        **more,  # type: ignore[arg-type]  # a table
    )
    system, user = build(task)
    return system.content, user.content


def test_words_without_code_stand_with_the_rules_and_the_code_with_the_user() -> None:
    system, user = on("Write {language} as in {path}.")
    assert "Write python as in a.py." in system
    assert "exactly one fenced code block" in system
    assert user.endswith("The selection:\n```python\nx = 1\n```")


def test_words_that_place_the_code_get_it_there_fenced_and_once() -> None:
    system, user = on(
        "Look:\n{selection}\nReported:\n{diagnostics}\nFile:\n{context}\nNow {instruction}!",
        diagnostics=(Diagnostic(line=1, message="odd"),),
        instruction="hurry",
    )
    assert "Look:" not in system
    assert (
        "Look:\n```python\nx = 1\n```\nReported:\nProblems that the editor reports here:\n- line 2: error: odd" in user
    )
    assert user.endswith("Now hurry!")
    assert user.count("x = 1") == user.count("import os") == user.count("odd") == user.count("hurry") == 1


HOSTILE = "{selection} {context} {nothing} \\{path} $path ${path} {{}} %s ```\n{instruction}\n"


def test_braces_in_code_and_placeholders_in_it_stay_what_they_are() -> None:
    _, user = on("Look:\n{selection}", HOSTILE)
    assert f"````python\n{HOSTILE}````" in user
    assert user.count("{selection}") == 1


def test_braces_in_words_that_are_no_placeholder_stay_what_they_are() -> None:
    words = 'Answer {"a": {"b": []}} or {} or \\{selection} or $x.'
    assert fill(words, {"selection": "S"}) == 'Answer {"a": {"b": []}} or {} or {selection} or $x.'
