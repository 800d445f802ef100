"""Streams that last: what a chunk costs, and whether a hundred streams side by side all get their share."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from overheads.apart import sandbox_apart

from .editor import Editor, Said, cpu_s, session
from .figure import Figure, Part
from .stand_in import FAST, FAST_S, KEY, PACED, PACED_S, WORD, open_sandbox

ASKED_FOR = 2_000
"""Chunks a second."""
_FEW, _MANY = 5, 100
_CODE = "def total_{0}(rows):\n    return sum(row.amount for row in rows)\n"


async def measure(seconds: float) -> Part:
    """Let streams run for ``seconds`` and look at the server's processor time meanwhile."""
    with tempfile.TemporaryDirectory() as folder, sandbox_apart(open_sandbox) as base_url:
        few, few_rate, _ = await _streamed(base_url, Path(folder) / "few", FAST, _FEW, seconds)
        bare = await _bare(base_url, seconds)
        many, many_rate, said = await _streamed(base_url, Path(folder) / "many", PACED, _MANY, seconds)
    got = [sum(one.sizes) / len(WORD) for one in said]
    gaps = [max(later - sooner for sooner, later in zip(one.at, one.at[1:], strict=False)) for one in said]
    return Part(
        "Streams",
        (
            Figure(
                name="stream.core",
                what=f"{_FEW} fast streams: share of a core at {ASKED_FOR:,} chunks a second",
                value=few * ASKED_FOR,
                most=0.25,
                noise=0.05,
            ),
            Figure(
                name="stream.core.many",
                what=f"{_MANY} streams side by side: share of a core at {ASKED_FOR:,} chunks a second",
                value=many * ASKED_FOR,
                noise=0.05,
            ),
            Figure(
                name="stream.starved",
                what=f"{_MANY} streams side by side: what the median got, times what the poorest got",
                value=statistics.median(got) / min(got),
                most=1.25,
                noise=0.05,
            ),
        ),
        (
            (
                f"Chunks that came through: {few_rate:,.0f} a second on {_FEW} streams with a chunk every "
                f"{1000 * FAST_S:.0f} ms, {many_rate:,.0f} on {_MANY} with one every {1000 * PACED_S:.0f} ms. The "
                f"share of a core is processor time for a chunk, times {ASKED_FOR:,}."
            ),
            (
                f"Bare httpx alone, reading the same {_FEW} streams and doing nothing with what comes, takes "
                f"{bare * ASKED_FOR:.2f} of a core. On {_MANY} streams each chunk is a notification of its own "
                "as well, for they come less often than 30 times a second."
            ),
            (
                f"The longest silence of any of the {_MANY} was {1000 * max(gaps):.0f} ms, of the median one "
                f"{1000 * statistics.median(gaps):.0f} ms."
            ),
        ),
    )


async def _streamed(
    base_url: str, home: Path, model: str, streams: int, seconds: float
) -> tuple[float, float, Sequence[Said]]:
    """Return seconds of processor time for a chunk, chunks a second, and what each stream said in that time."""
    async with session(home, base_url, KEY, model) as editor:
        said = await _begun(editor, streams)
        began, cpu = time.perf_counter(), cpu_s(editor.pid)
        before = [(len(one.at), sum(one.sizes)) for one in said]
        await asyncio.sleep(seconds)
        spent, took = cpu_s(editor.pid) - cpu, time.perf_counter() - began
        within = [Said(at=one.at[at:], sizes=one.sizes[at:]) for one, (at, _) in zip(said, before, strict=True)]
        chunks = sum(sum(one.sizes) for one in within) / len(WORD)
    return spent / chunks, chunks / took, within


async def _bare(base_url: str, seconds: float) -> float:
    """Return seconds of processor time for a chunk that bare httpx reads."""
    import httpx

    chunks = 0
    begun = [asyncio.Event() for _ in range(_FEW)]

    async def read(number: int) -> None:
        nonlocal chunks
        said = [{"role": "user", "content": f"Say something, number {number}."}]
        body = {"model": FAST, "messages": said, "stream": True, "max_tokens": 60_000}
        async with http.stream("POST", "/chat/completions", json=body) as answer:
            async for _ in answer.aiter_bytes():
                chunks += 1
                begun[number].set()

    headers = {"Authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=None, trust_env=False) as http:  # noqa: S113 measured
        reading = [asyncio.create_task(read(number)) for number in range(_FEW)]
        for one in begun:
            await one.wait()
        before, cpu = chunks, time.process_time()
        await asyncio.sleep(seconds)
        spent = (time.process_time() - cpu) / (chunks - before)
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
    return spent


async def _begun(editor: Editor, streams: int) -> list[Said]:
    for number in range(streams):
        uri = f"file:///project/stream_{number}.py"
        editor.open(uri, _CODE.format(number))
        editor.run(uri, 2, f"stream-{number}")
    found = [editor.said[f"stream-{number}"] for number in range(streams)]
    for one in found:
        await one.begun.wait()
    return found
