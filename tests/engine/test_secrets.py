"""No secret leaves: not in a request, not in a log, not in the ledger; and none is missing from an answer."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from engine.home import House, Open, opened, task_on
from hypothesis import HealthCheck, given, settings, strategies as st
from support.house import CATALOGUE

from tierline.answer import score
from tierline.engine.events import Text
from tierline.engine.recording import Recording
from tierline.ledger import State
from tierline.ledger.store import Ledger
from tierline.openrouter.errors import OpenRouterError
from tierline.privacy import find_secrets
from tierline.sandbox import Sandbox
from tierline.task import Diagnostic, Kind, Task, Tier

GITHUB = "ghp_" + "aB3dE5gH7j" * 3 + "kL9mN1"
CODE = (
    f'TOKEN = "{GITHUB}"\n\ndef headers(user):\n    if user == None:\n        return {{}}\n    return {{"t": TOKEN}}\n'
)


async def test_the_edit_holds_the_secret_that_the_model_never_saw(house: Open) -> None:
    async with house() as home:
        outcome = await home.run(task_on(CODE), pin=Tier.DEFAULT)
    assert GITHUB not in str(home.records[0].body)
    assert outcome.answer.new_text is not None
    assert f'TOKEN = "{GITHUB}"' in outcome.answer.new_text
    assert "user is None" in outcome.answer.new_text
    assert outcome.masked == {"GitHub Token": 1}


async def test_what_streams_is_restored_too_and_adds_up_to_the_answer(house: Open) -> None:
    async with house(default=["sandbox/slow-loris"]) as home:
        outcome = await home.run(task_on(CODE), pin=Tier.DEFAULT)
    shown = "".join(event.delta for event in home.events if isinstance(event, Text))
    assert shown == outcome.answer.text
    assert "MASKED_SECRET" not in shown


async def test_the_score_is_that_of_the_restored_text(house: Open) -> None:
    async with house() as home:
        task = task_on(CODE)
        answer = (await home.run(task, pin=Tier.DEFAULT)).answer
    assert answer.score == score(task, answer.text, answer.new_text, answer.finish_reason)
    assert not answer.score.reasons


async def test_the_users_own_key_stays_here_whatever_it_looks_like_and_whatever_the_setting(house: Open) -> None:
    async def known() -> Sequence[str]:
        return ("open-sesame",)

    async with house(maskSecrets="off") as home:
        home.engine.known_secrets = known
        outcome = await home.run(task_on(CODE + '\nkey = "open-sesame"\n'), pin=Tier.DEFAULT)
    body = str(home.records[0].body)
    assert "open-sesame" not in body
    assert GITHUB in body, "the user switched the detectors off"
    assert outcome.masked == {"known secret": 1}


async def test_what_is_masked_counts_as_it_is_sent(house: Open) -> None:
    async with house(budget={"perTaskUsd": "0.02"}) as home:
        await home.run(task_on('password = "abcd"\n' * 40, Kind.EXPLAIN), pin=Tier.DEFAULT)
    assert "abcd" not in str(home.records[0].body)


LETTERS = st.sampled_from("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789")
TOKENS = st.text(LETTERS, min_size=36, max_size=36).map(lambda text: f"ghp_{text}")
KEYS = st.text(st.sampled_from("0123456789abcdef"), min_size=64, max_size=64).map(lambda text: f"sk-or-v1-{text}")
AWS = st.text(st.sampled_from("ABCDEFGHIJKLMNOP234567"), min_size=16, max_size=16).map(lambda text: f"AKIA{text}")
GOOGLE = st.text(LETTERS, min_size=35, max_size=35).map(lambda text: f"AIza{text}")
PASSWORDS = st.text(LETTERS, min_size=10, max_size=20).map(lambda text: f"{text}7Q")
PEMS = st.text(LETTERS, min_size=30, max_size=90).map(
    lambda text: f"-----BEGIN RSA PRIVATE KEY-----\n{text}\n-----END RSA PRIVATE KEY-----"
)
PLANTED = st.one_of(
    TOKENS.map(lambda secret: (f'token = "{secret}"', secret)),
    KEYS.map(lambda secret: (f"# export OPENROUTER_API_KEY={secret}", secret)),
    AWS.map(lambda secret: (f"aws = '{secret}'", secret)),
    GOOGLE.map(lambda secret: (f'maps("{secret}")', secret)),
    PASSWORDS.map(lambda secret: (f'password = "{secret}"', secret)),
    PASSWORDS.map(lambda secret: (f'url = "postgres://admin:{secret}@db/prod"', secret)),
    PEMS.map(lambda secret: (f'pem = """{secret}"""', secret)),
)
"""A line of code, and the secret in it."""
LINES = st.sampled_from(
    ["x = [1, 2]", "if x == None:", "    pass", "# naïve 😀", "", "def f(a):", "    return a", "```", "print('x')"]
)
FATES = st.sampled_from(
    ["acme/plain", "sandbox/prose", "sandbox/elided", "sandbox/400", "sandbox/midstream", "sandbox/403-moderation"]
)


@st.composite
def tasks(draw: st.DrawFn) -> tuple[Task, list[str]]:
    """A task with secrets before, in and after its selection, in the words and in the diagnostics."""
    planted = draw(st.lists(PLANTED, min_size=1, max_size=4))
    parts = [draw(st.lists(LINES, max_size=4)) for _ in range(3)]
    for line, _ in planted:
        draw(st.sampled_from(parts)).append(line)
    before, code, after = ("\n".join([*part, ""]) for part in parts)
    code = code if code.strip() else "y = 1\n"
    words = draw(st.sampled_from(planted))
    task = Task(
        kind=draw(st.sampled_from([Kind.FIX, Kind.EXPLAIN, Kind.ASK])),
        source=before + code + after,
        start=len(before),
        end=len(before) + len(code),
        path="app/config.py",
        language="python",
        instruction=f"why is {words[0]} wrong?",
        diagnostics=(Diagnostic(line=0, message=f"undefined: {words[0]}"),),
    )
    return task, [secret for _, secret in planted]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(given_task=tasks(), default=FATES)
async def test_no_secret_is_in_any_request_log_or_ledger_whatever_the_code(
    given_task: tuple[Task, list[str]], default: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    task, secrets = given_task
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    async with Sandbox(CATALOGUE) as sandbox, opened(sandbox, default=[default], judge="free") as home:
        state = await told(home, task, ledger)
        sent = [record.body for record in home.records]
    said = [message["content"] for body in sent for message in body["messages"]]
    assert said, state
    for secret in secrets:
        assert not any(secret in text for text in said)
        assert secret not in caplog.text
        assert all(secret.encode() not in path.read_bytes() for path in tmp_path.iterdir())
    detected = {text[one.start : one.end] for text in said for one in find_secrets(text)}
    assert all("MASKED_SECRET" in value for value in detected), detected


async def told(home: House, task: Task, ledger: Ledger) -> State:
    """Run a task as the edges do, and write it into the ledger whatever comes of it."""
    notes = Recording(home.engine, task, "a task", home.events.append)
    try:
        notes.outcome = await home.engine.run(task, notes)
    except OpenRouterError:
        state = State.FAILED
    else:
        state = State.ANSWERED
        assert "MASKED_SECRET" not in notes.outcome.answer.text
    row = notes.row(state)
    if row is not None:
        ledger.add(replace(row, task_id="a task"))
    return state
