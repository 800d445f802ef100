"""Where a key is found, and how one gets there."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoBackend
from keyring.errors import PasswordDeleteError

from tierline.app import log_in
from tierline.credentials import COMMAND_VARIABLE, KEY_VARIABLE, InvalidKey, Key, KeyCommandFailed, holder_from
from tierline.credentials.pkce import LogIn
from tierline.credentials.places import NoKeyring, forget, keep
from tierline.openrouter.login import LogInFailed, key_for
from tierline.sandbox import SANDBOX_KEY, Sandbox

SECRET = "sk-or-v1-0123456789abcdef"


class InMemory(KeyringBackend):
    """A keyring that forgets at the end of the test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, ring = keyring.get_keyring(), InMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoBackend())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("ring")
async def test_the_environment_goes_before_the_command_and_the_command_before_the_keyring(tmp_path: Path) -> None:
    keep(Key("sk-or-v1-of-the-keyring", "the test"))
    helper = tmp_path / "helper.py"
    helper.write_text("print('sk-or-v1-of-the-command')\nprint('and a note')\n")
    command = {COMMAND_VARIABLE: f'"{sys.executable}" "{helper}"'}
    found = [await holder_from(environ).reveal() for environ in ({KEY_VARIABLE: SECRET, **command}, command, {})]
    assert found == [SECRET, "sk-or-v1-of-the-command", "sk-or-v1-of-the-keyring"]
    assert await holder_from({}, f'"{sys.executable}" "{helper}"').reveal() == "sk-or-v1-of-the-command"


@pytest.mark.usefixtures("no_ring")
async def test_without_a_key_anywhere_there_is_none_and_that_is_known() -> None:
    holder = holder_from({})
    assert not holder.missing
    assert await holder.reveal() is None
    assert holder.missing


async def test_a_helper_is_asked_once_however_many_need_the_key(tmp_path: Path) -> None:
    log, helper = tmp_path / "log", tmp_path / "helper.py"
    helper.write_text(f"open({str(log)!r}, 'a').write('x')\nprint({SECRET!r})\n")
    holder = holder_from({COMMAND_VARIABLE: f'"{sys.executable}" "{helper}"'})
    assert set(await asyncio.gather(*(holder.reveal() for _ in range(8)))) == {SECRET}
    assert log.read_text() == "x"


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        ("import sys; sys.exit(3)", KeyCommandFailed, "failed with status 3"),
        ("pass", KeyCommandFailed, "printed nothing"),
        ("print('top secret')", InvalidKey, "copy it again"),
    ],
)
async def test_a_helper_that_fails_says_so_and_is_asked_again(
    tmp_path: Path, body: str, error: type[Exception], said: str
) -> None:
    helper = tmp_path / "helper.py"
    helper.write_text(body)
    holder = holder_from({COMMAND_VARIABLE: f'"{sys.executable}" "{helper}" --token hidden'})
    with pytest.raises(error, match=said) as raised:
        await holder.reveal()
    assert "hidden" not in str(raised.value)
    assert "top secret" not in str(raised.value)
    helper.write_text(f"print({SECRET!r})")
    assert await holder.reveal() == SECRET


@pytest.mark.parametrize("command", ["no-such-program-anywhere", "'", "/"])
async def test_a_helper_that_can_not_be_run_says_so(command: str) -> None:
    with pytest.raises(KeyCommandFailed, match=f"check {COMMAND_VARIABLE}"):
        await holder_from({COMMAND_VARIABLE: command}).reveal()
    with pytest.raises(KeyCommandFailed, match="check keyCommand"):
        await holder_from({}, command).reveal()


@pytest.mark.usefixtures("ring")
async def test_a_log_in_ends_with_a_key_that_works() -> None:
    async with Sandbox(()) as sandbox:
        key = await log_in_with_browser(sandbox)
        assert key == SANDBOX_KEY
        keep(Key(key, "the test"))
        assert await holder_from({}).reveal() == SANDBOX_KEY
    assert forget()
    assert not forget()
    assert await holder_from({}).reveal() is None


async def log_in_with_browser(sandbox: Sandbox) -> str:
    pages: asyncio.Queue[str] = asyncio.Queue()
    asking = asyncio.create_task(log_in(pages.put_nowait, {"TIERLINE_BASE_URL": sandbox.base_url}, wait_s=20))
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as browser:
        page = await pages.get()
        there = page.split("callback_url=")[1].split("&")[0]
        foreign = await browser.get(httpx.URL(there.replace("%3A", ":").replace("%2F", "/")[:-4] + "abcd?code=stolen"))
        assert foreign.status_code == 404, "another log-in's answer is none to this one"
        assert "close this page" in (await browser.get(page)).text
    return await asking


async def test_nobody_logs_in_and_one_is_told() -> None:
    with pytest.raises(LogInFailed, match="Nobody logged in within 0 s"):
        await log_in(lambda _: None, {}, wait_s=0.01)


async def test_a_code_works_once_and_only_with_its_verifier() -> None:
    this, other = LogIn(), LogIn()
    async with Sandbox(()) as sandbox, httpx.AsyncClient(trust_env=False) as browser:
        root = sandbox.base_url.removesuffix("/api/v1")

        async def code() -> str:
            return (await browser.get(this.page(f"{root}/auth"))).text

        first = await code()
        assert await key_for(sandbox.base_url, this.exchange(first)) == SANDBOX_KEY
        with pytest.raises(LogInFailed, match="works once"):
            await key_for(sandbox.base_url, this.exchange(first))
        with pytest.raises(LogInFailed, match="works once"):
            await key_for(sandbox.base_url, other.exchange(await code()))


def test_the_challenge_is_that_of_the_specification() -> None:
    """RFC 7636, appendix B."""
    log_in = LogIn(verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert log_in.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert log_in.verifier not in repr(log_in)


@pytest.mark.usefixtures("no_ring")
def test_without_a_keyring_one_is_told_where_else_to_put_the_key() -> None:
    with pytest.raises(NoKeyring, match="OPENROUTER_API_KEY") as raised:
        keep(Key(SECRET, "the test"))
    assert SECRET not in str(raised.value)


def test_logging_out_of_nothing_is_no_failure() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tierline", "logout"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "PATH": "", "HOME": "/nonexistent"},
    )
    assert (done.returncode, "no key" in done.stderr or "out of" in done.stderr) == (0, True)
