"""What can be said of the VS Code client without an editor."""

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from tierline.lsp.protocol.messages import MESSAGES, Form
from tierline.settings import Settings
from tierline.task import ON_SELECTION

EXTENSION = Path(__file__).parents[3] / "editors" / "vscode"
PACKAGE = json.loads((EXTENSION / "package.json").read_text())
COMMANDS = {command["command"] for command in PACKAGE["contributes"]["commands"]}
SETTINGS = {
    name: setting for group in PACKAGE["contributes"]["configuration"] for name, setting in group["properties"].items()
}
WORDS = json.loads((EXTENSION / "package.nls.json").read_text())
MOST_BYTES = 2_000_000
"""Of the package."""


def test_every_kind_of_task_has_a_command_in_the_palette_and_in_the_context_menu() -> None:
    wanted = {f"tierline.{kind}Selection" for kind in ON_SELECTION}
    assert wanted == {command for command in COMMANDS if command.endswith("Selection")}
    assert wanted <= {item["command"] for item in PACKAGE["contributes"]["menus"]["tierline.editor"]}


def test_no_command_has_the_name_of_one_of_the_servers() -> None:
    # The language client registers the server's commands as the editor's own; a second of that name stops the start.
    assert not {message.name for message in MESSAGES if message.form is Form.COMMAND} & COMMANDS


@pytest.mark.parametrize("name", SETTINGS)
def test_a_folder_cannot_set_where_requests_go_or_what_they_may_cost(name: str) -> None:
    assert SETTINGS[name]["scope"] == "machine"


def test_an_untrusted_folder_sets_nothing() -> None:
    trust = PACKAGE["capabilities"]["untrustedWorkspaces"]
    assert trust["supported"] == "limited"
    assert set(trust["restrictedConfigurations"]) == set(SETTINGS)


def test_the_lock_file_names_no_host_to_download_from() -> None:
    lock = (EXTENSION / "package-lock.json").read_text()
    packages = json.loads(lock)["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)
    assert re.search(r"^ignore-scripts=true$", (EXTENSION / ".npmrc").read_text(), re.MULTILINE)


def test_every_word_of_the_manifest_can_be_translated() -> None:
    used = re.findall(r'"%([\w.]+)%"', (EXTENSION / "package.json").read_text())
    assert set(used) == set(WORDS)
    named = [*PACKAGE["contributes"]["commands"], *PACKAGE["contributes"]["walkthroughs"][0]["steps"]]
    assert all(re.fullmatch(r"%[\w.]+%", entry["title"]) for entry in named)


def test_every_setting_says_what_it_is_and_what_its_choices_mean() -> None:
    for name, setting in SETTINGS.items():
        assert WORDS[setting["markdownDescription"].strip("%")], name
        assert len(setting.get("enumDescriptions", setting.get("enum", ()))) == len(setting.get("enum", ()))


def test_every_key_and_every_link_of_the_walkthrough_runs_a_command_that_there_is() -> None:
    keys = [binding["key"] for binding in PACKAGE["contributes"]["keybindings"]]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith("shift+alt+l ") for key in keys)
    links = set(re.findall(r"command:(tierline\.\w+)", " ".join(WORDS.values())))
    assert links | {binding["command"] for binding in PACKAGE["contributes"]["keybindings"]} <= COMMANDS


@pytest.mark.editor
def test_the_package_is_small_and_has_the_server_in_it(vsix: Path) -> None:
    assert vsix.stat().st_size < MOST_BYTES
    with zipfile.ZipFile(vsix) as package:
        names = package.namelist()
    assert len([name for name in names if name.endswith("-py3-none-any.whl")]) == 1
    assert not [name for name in names if "node_modules" in name or name.endswith(".ts")]


@pytest.mark.editor
@pytest.mark.parametrize("script", ["check", "lint", "test"])
def test_types_lint_and_units_are_clean(npm: Callable[..., subprocess.CompletedProcess[str]], script: str) -> None:
    done = npm("run", script)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.editor
def test_every_word_of_the_code_stands_in_the_bundle_that_translators_get(
    npm: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = npm("exec", "--", "vscode-l10n-dev", "export", "--outDir", str(tmp_path), "src")
    assert done.returncode == 0, done.stdout + done.stderr
    exported = json.loads((tmp_path / "bundle.l10n.json").read_text())
    bundle = json.loads((EXTENSION / PACKAGE["l10n"] / "bundle.l10n.json").read_text())
    assert bundle == exported, "run `npm run l10n` in editors/vscode"


def server_settings(part: type[BaseModel] = Settings, prefix: str = "") -> set[str]:
    names = set()
    for name, field in part.model_fields.items():
        path = prefix + to_camel(name)
        inner = field.annotation
        nested = isinstance(inner, type) and issubclass(inner, BaseModel)
        names |= server_settings(inner, f"{path}.") if nested else {path}
    return names


def test_both_editors_offer_every_setting_of_the_server() -> None:
    # The command for the key stands in the settings file, where no workspace can put one.
    wanted = server_settings() - {"keyCommand"}
    own = {"serverPath", "baseUrl", "sandbox", "trace.server", "review"}
    assert {name.removeprefix("tierline.") for name in SETTINGS} - own == wanted
    lua = (EXTENSION.parent / "nvim" / "lua" / "tierline" / "schema.lua").read_text()
    assert set(re.findall(r"row\('([\w.]+)'", lua)) - {"cmd", "preview", "review", "window"} == wanted
    sent = (EXTENSION / "src" / "settings.ts").read_text()
    assert wanted <= set(re.findall(r'"([\w.]+)"', sent))
