"""The one door to the sources: conditional, bounded, and careful with keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from refresh.world import Answer, World

from tierline.refresh.cache import Body, BodyCache
from tierline.refresh.errors import FetchFailed, Unreachable
from tierline.refresh.fetch import Fetcher, FetchLimits
from tierline_scoring.sources import Location

KEYS = {"openrouter": "sk-or-v1-secret", "artificial-analysis": "aa-secret"}
PLACE = Location(url="https://data.example/rows.json")
Make = Callable[..., Fetcher]


async def fetched(fetcher: Fetcher, location: Location = PLACE) -> Body:
    async with fetcher.opened() as opened:
        return await opened.get(location)


async def test_it_says_who_asks(world: World, fetcher_of: Make) -> None:
    world.answers["data.example/rows.json"] = Answer(b"[]")
    assert (await fetched(fetcher_of())).content == b"[]"
    assert world.seen[0].headers["user-agent"].startswith("tierline/")


async def test_what_did_not_change_is_taken_from_the_kept_answer(
    world: World, cache: BodyCache, fetcher_of: Make
) -> None:
    world.answers["data.example/rows.json"] = Answer(b"[1]", etag='"1"', headers={"Last-Modified": "yesterday"})
    cache.put([await fetched(fetcher_of())])
    again = await fetched(fetcher_of())
    assert world.seen[-1].headers["if-none-match"] == '"1"'
    assert world.seen[-1].headers["if-modified-since"] == "yesterday"
    assert (again.content, again.unchanged) == (b"[1]", True)


async def test_a_damaged_kept_answer_is_fetched_whole(
    world: World, cache: BodyCache, fetcher_of: Make, tmp_path: Path
) -> None:
    world.answers["data.example/rows.json"] = Answer(b"[1]", etag='"1"')
    cache.put([await fetched(fetcher_of())])
    (body,) = tmp_path.glob("sources/*.body")
    body.write_bytes(b"[")
    assert (await fetched(fetcher_of())).content == b"[1]"
    assert "if-none-match" not in world.seen[-1].headers


async def test_redirects_are_followed(world: World, fetcher_of: Make) -> None:
    world.answers["data.example/rows.json"] = Answer(b"", 302, headers={"Location": "/moved?x=1"})
    world.answers["data.example/moved?x=1"] = Answer(b"", 307, headers={"Location": "https://cdn.example/rows"})
    world.answers["cdn.example/rows"] = Answer(b"[2]")
    found = await fetched(fetcher_of())
    assert (found.content, found.url) == (b"[2]", PLACE.url)


async def test_endless_redirects_end(world: World, fetcher_of: Make) -> None:
    world.answers["data.example/rows.json"] = Answer(b"", 302, headers={"Location": "/rows.json"})
    with pytest.raises(FetchFailed, match="redirects"):
        await fetched(fetcher_of())


@pytest.mark.parametrize(
    ("url", "key", "header"),
    [
        ("openrouter.ai/api/v1/benchmarks", "openrouter", ("authorization", "Bearer sk-or-v1-secret")),
        ("artificialanalysis.ai/api/v2/x", "artificial-analysis", ("x-api-key", "aa-secret")),
    ],
)
async def test_a_key_goes_to_its_own_host_and_nowhere_else(
    world: World, fetcher_of: Make, url: str, key: str, header: tuple[str, str]
) -> None:
    world.answers[url] = Answer(b"", 302, headers={"Location": "https://cdn.example/rows"})
    world.answers["cdn.example/rows"] = Answer(b"", 302, headers={"Location": f"https://{url}?again"})
    world.answers[f"{url}?again"] = Answer(b"[]")
    await fetched(fetcher_of(keys=KEYS), Location(url=f"https://{url}", key=key))
    asked, *later = world.seen
    assert asked.headers[header[0]] == header[1]
    assert len(later) == 2
    assert all("secret" not in str(seen) for seen in later)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/api",
        "https://openrouter.ai.evil.example/api",
        "https://evil.example/openrouter.ai",
        "http://openrouter.ai/api",
        "https://openrouter.ai@evil.example/api",
    ],
)
async def test_a_key_is_not_sent_where_its_host_only_seems_to_be(world: World, fetcher_of: Make, url: str) -> None:
    with pytest.raises(FetchFailed, match="not sent"):
        await fetched(fetcher_of(keys=KEYS), Location(url=url, key="openrouter"))
    assert world.seen == []


async def test_what_needs_no_key_gets_none(world: World, fetcher_of: Make) -> None:
    world.answers["openrouter.ai/api/v1/models"] = Answer(b"{}")
    await fetched(fetcher_of(keys=KEYS), Location(url="https://openrouter.ai/api/v1/models"))
    assert "secret" not in str(world.seen)


async def test_without_the_key_nothing_is_asked(world: World, fetcher_of: Make) -> None:
    with pytest.raises(FetchFailed, match=r"needs a key of openrouter\.ai"):
        await fetched(fetcher_of(), Location(url="https://openrouter.ai/x", key="openrouter"))
    assert world.seen == []


async def test_the_keys_are_in_no_text_about_the_fetcher(fetcher_of: Make) -> None:
    assert "secret" not in repr(fetcher_of(keys=KEYS))


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_server_is_given_the_pause_that_it_asks_for_once(
    world: World, fetcher_of: Make, status: int
) -> None:
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    world.answers["data.example/rows.json"] = Answer(b"[3]", first=[status], headers={"Retry-After": "7"})
    assert (await fetched(fetcher_of(pause=pause))).content == b"[3]"
    assert paused == [7.0]
    world.answers["data.example/rows.json"] = Answer(b"", status, headers={"Retry-After": "7"})
    with pytest.raises(FetchFailed, match=str(status)):
        await fetched(fetcher_of(pause=pause))
    assert paused == [7.0, 7.0]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"{}", 500), "500"),
        (Answer(b"", 304), "304"),
        (Answer(b"[1, 2, 3, 4]", cut=True), "broke off"),
        (Answer(b"x" * 3_000_000), "more than 2 MiB"),
        (Answer(silent=True), "silent"),
    ],
    ids=["500", "304 to no question", "cut off", "too much", "silent"],
)
async def test_a_bad_answer_is_one_sentence(world: World, fetcher_of: Make, answer: Answer, said: str) -> None:
    world.answers["data.example/rows.json"] = answer
    limits = FetchLimits(connect_s=5, silence_s=0.3, body_bytes=2 * 1024 * 1024)
    with pytest.raises(FetchFailed, match=said):
        await fetched(fetcher_of(limits=limits))


async def test_a_host_that_is_not_there_is_told_apart(fetcher_of: Make) -> None:
    with World() as gone:
        nowhere = gone.base_urls
    with pytest.raises(Unreachable, match=r"data\.example can't be reached"):
        await fetched(fetcher_of(base_urls=nowhere))
