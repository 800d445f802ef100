"""The annotations of the Lua code, checked against Neovim's own by a language server for Lua."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.programs import ended
from support.raw import RawClient

CLIENT = Path(__file__).parents[3] / "editors" / "nvim"
UNSURE = ["redundant-parameter", "unnecessary-if", "need-check-nil", "call-non-callable"]
"""Where the checker is wrong more often than the code: about ``vim.iter``, guards against null, callable tables."""

pytestmark = pytest.mark.editor


def problems(emmylua: str, nvim: str, folder: Path) -> list[str]:
    """Return a line for each finding in the Lua files of ``folder``."""
    asked = ended([nvim, "--clean", "--headless", "+lua io.stdout:write(vim.env.VIMRUNTIME)", "+qa"], within_s=60)
    settings = {
        "runtime": {"version": "LuaJIT", "requirePattern": ["lua/?.lua", "lua/?/init.lua"]},
        "workspace": {"library": [f"{asked.stdout.strip()}/lua"]},
        "diagnostics": {"globals": ["vim"], "disable": UNSURE},
    }
    (folder / ".emmyrc.json").write_text(json.dumps(settings))
    with subprocess.Popen([emmylua, "--log-level", "error"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdin is not None
            assert server.stdout is not None
            client = RawClient(server.stdin, server.stdout)
            root = {"uri": folder.as_uri(), "name": folder.name}
            # With the last one it waits with its findings until it has read everything.
            capabilities = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
            client.request("initialize", {"processId": None, "workspaceFolders": [root], "capabilities": capabilities})
            client.notify("initialized", {})
            files = sorted(folder.rglob("*.lua"))
            return [line for file in files for line in _found(client, file)]
        finally:
            server.kill()


def _found(client: RawClient, file: Path) -> list[str]:
    document = {"uri": file.as_uri(), "languageId": "lua", "version": 1, "text": file.read_text(encoding="utf-8")}
    client.notify("textDocument/didOpen", {"textDocument": document})
    reply = client.request("textDocument/diagnostic", {"textDocument": {"uri": document["uri"]}})
    items: list[dict[str, Any]] = reply["result"]["items"]
    return [f"{file.name}:{i['range']['start']['line'] + 1}: {i.get('code')}: {i['message']}" for i in items]


def test_all_annotations_hold(emmylua: str, nvim: str, tmp_path: Path) -> None:
    for name in ("lua/tierline", "plugin", "lsp"):
        shutil.copytree(CLIENT / name, tmp_path / name)
    assert problems(emmylua, nvim, tmp_path) == []


def test_the_checker_sees_what_is_wrong(emmylua: str, nvim: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.lua").write_text("""\
---@class Task
---@field kind string

---@param task Task
local function tell(task)
  vim.notify(task.knd)
  vim.notify(7)
end
tell({ kind = 'fix' })
""")
    found = {tuple(line.split(": ")[:2]) for line in problems(emmylua, nvim, tmp_path)}
    assert found == {("wrong.lua:6", "undefined-field"), ("wrong.lua:7", "param-type-mismatch")}
