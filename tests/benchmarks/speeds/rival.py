"""One way to ask, in a process of its own: ``rival.py httpx|openai|litellm BASE_URL KEY``.

A line of JSON on standard input is the body of a request; a line on standard output is the time to its first word and
to its end, in milliseconds, once the answer is whole. It runs in an environment that has the rivals, and imports
nothing of ours. Each keeps its connections open, as its documentation has it.
"""

import asyncio
import json
import os
import sys
import time


async def by_httpx(base_url, key):  # noqa: ANN001, ANN201 runs where no types of ours are
    import httpx

    http = httpx.AsyncClient(base_url=base_url, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False)

    async def ask(body):  # noqa: ANN001, ANN202 as above
        async with http.stream("POST", "/chat/completions", json=body) as answer:
            async for line in answer.aiter_lines():
                for choice in json.loads(line[6:])["choices"] if line.startswith("data: {") else ():
                    yield choice["delta"].get("content")

    return ask


async def by_openai(base_url, key):  # noqa: ANN001, ANN201 as above
    import openai

    client = openai.AsyncOpenAI(base_url=base_url, api_key=key)

    async def ask(body):  # noqa: ANN001, ANN202 as above
        async for chunk in await client.chat.completions.create(**_plain(body)):
            for choice in chunk.choices:
                yield choice.delta.content

    return ask


async def by_litellm(base_url, key):  # noqa: ANN001, ANN201 as above
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm

    litellm.suppress_debug_info = True

    async def ask(body):  # noqa: ANN001, ANN202 as above
        plain = _plain(body) | {"model": f"openai/{body['model']}"}
        async for chunk in await litellm.acompletion(api_base=base_url, api_key=key, **plain):
            for choice in chunk.choices:
                yield choice.delta.content

    return ask


def _plain(body):  # noqa: ANN001, ANN202 as above
    return {name: value for name, value in body.items() if name != "provider"}


async def main() -> None:
    """Ask, line by line."""
    name, base_url, key = sys.argv[1:]
    ask = await {"httpx": by_httpx, "openai": by_openai, "litellm": by_litellm}[name](base_url, key)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        body = json.loads(line)
        began, first = time.perf_counter(), 0.0
        async for word in ask(body):
            if word and not first:
                first = time.perf_counter()
        sys.stdout.write(f"{1000 * (first - began)} {1000 * (time.perf_counter() - began)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
