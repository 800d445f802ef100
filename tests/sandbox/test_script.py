import re
from decimal import Decimal

import httpx
import pytest

from tierline.sandbox import BEHAVIOURS, SANDBOX_KEY, CatalogueEntry, Sandbox
from tierline.sandbox.script import InvalidScriptError, read_plan

CATALOGUE = [CatalogueEntry(name, name, 8192, None, Decimal(0), Decimal(0)) for name in ("acme/one", "acme/two")]


async def test_a_script_is_played_in_turn_and_then_all_is_well() -> None:
    plan = read_plan('{"acme/one": ["503", "429"], "*": ["500"]}', BEHAVIOURS.keys())
    headers = {"Authorization": f"Bearer {SANDBOX_KEY}"}
    async with (
        Sandbox(CATALOGUE, faults=plan) as sandbox,
        httpx.AsyncClient(base_url=sandbox.base_url, headers=headers, timeout=10, trust_env=False) as http,
    ):

        async def status(model: str) -> int:
            asked = {"model": model, "messages": [{"role": "user", "content": "hello"}]}
            return (await http.post("/chat/completions", json=asked)).status_code

        assert [await status("acme/one") for _ in range(2)] == [503, 429]
        assert await status("acme/two") == 500
        assert [await status(model) for model in ("acme/one", "acme/two")] == [200, 200]
        assert [record.behaviour for record in sandbox.books.records] == ["503", "429", "500", "", ""]


async def test_what_the_models_say_can_be_given() -> None:
    headers = {"Authorization": f"Bearer {SANDBOX_KEY}"}
    async with (
        Sandbox(CATALOGUE, says=lambda model, messages: f"{model} heard {messages[-1][1]}") as sandbox,
        httpx.AsyncClient(base_url=sandbox.base_url, headers=headers, timeout=10, trust_env=False) as http,
    ):
        asked = {"model": "acme/two", "messages": [{"role": "user", "content": "hello"}]}
        answer = (await http.post("/chat/completions", json=asked)).json()
        assert answer["choices"][0]["message"]["content"] == "acme/two heard hello"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not valid JSON"),
        ("[]", "must be an object like"),
        ('{"acme/one": "503"}', "the line of acme/one must be a list"),
        ('{"acme/one": ["hnag"]}', "names the behaviour 'hnag', which there is not; did you mean hang?"),
        ('{"*": [7]}', "`tierline sandbox --list` names them all"),
    ],
)
def test_a_script_that_cannot_be_played_says_where_it_is_wrong(text: str, said: str) -> None:
    with pytest.raises(InvalidScriptError, match=re.escape(said)):
        read_plan(text, BEHAVIOURS.keys())
