"""A real LiteLLM Proxy in front of the sandbox, in a virtual environment of its own: its pins are not ours."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from gateway.proxy import TEAM_KEY, Gateway
from support.house import CATALOGUE
from support.machine import unavailable

from tierline.sandbox import SANDBOX_KEY, Sandbox

VERSION = "1.106.2"
VENV = Path(__file__).parents[2] / ".cache" / f"litellm-{VERSION}"
START_S = 90
CONFIG = """\
model_list:
  - model_name: "*"
    litellm_params:
      model: openai/*
      api_base: {base_url}
      api_key: {key}
litellm_settings:
  drop_params: true
  num_retries: 0
general_settings:
  master_key: {team_key}
"""


@pytest.fixture(scope="session")
def litellm() -> Path:
    """Path of the program; fetched once."""
    program = VENV / "bin" / "litellm"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        install = [VENV / "bin" / "pip", "install", "-qq", "--disable-pip-version-check", f"litellm[proxy]=={VERSION}"]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            unavailable(f"LiteLLM Proxy could not be installed: {done.stderr.strip()[-300:]}")
    return program


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def gateway(litellm: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    folder = tmp_path_factory.mktemp("litellm")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with Sandbox(CATALOGUE) as sandbox:
        config = folder / "config.yaml"
        config.write_text(CONFIG.format(base_url=sandbox.base_url, key=SANDBOX_KEY, team_key=TEAM_KEY))
        with (folder / "log.txt").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(litellm, "--config", config, "--host", "127.0.0.1", "--port", str(port), "--telemetry", "False"),
                cwd=folder,
                env=os.environ | {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "NO_PROXY": "127.0.0.1"},
                stdout=log,
                stderr=log,
            )
        try:
            await _up(f"http://127.0.0.1:{port}/health/liveliness", process, folder / "log.txt")
            yield Gateway(f"http://127.0.0.1:{port}/v1", sandbox)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _up(url: str, process: asyncio.subprocess.Process, log: Path) -> None:
    async with httpx.AsyncClient(trust_env=False) as http, asyncio.timeout(START_S):
        while process.returncode is None:
            try:
                if (await http.get(url)).status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                await asyncio.sleep(0.2)  # a process that starts has nothing else to wait for
    pytest.fail(f"LiteLLM Proxy did not start:\n{log.read_text()[-2000:]}", pytrace=False)
