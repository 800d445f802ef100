"""The composition root: the only place that names concrete classes, and opens and closes things."""

import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tierline.credentials import KeyHolder
    from tierline.engine.lineup import Lineup, Offer
    from tierline.engine.policy import Policy
    from tierline.engine.run import Engine
    from tierline.learning import Adjustments
    from tierline.ledger import Spent
    from tierline.ledger.account import Account
    from tierline.ledger.store import Ledger
    from tierline.lsp.protocol import RefreshReport
    from tierline.lsp.service import Service
    from tierline.openrouter.client import OpenRouterClient
    from tierline.refresh.kept import KeptSnapshots
    from tierline.refresh.report import Observer, Report
    from tierline.refresh.run import Wish
    from tierline.sandbox import CatalogueEntry
    from tierline.settings import Settings
    from tierline_scoring.snapshot import Snapshot
    from tierline_scoring.task_cost import Spending
    from tierline_scoring.token_use import TokenUse

BASE_URL_VARIABLE = "TIERLINE_BASE_URL"
SETTINGS_VARIABLE = "TIERLINE_SETTINGS"
ARTIFICIAL_ANALYSIS_VARIABLE = "ARTIFICIAL_ANALYSIS_API_KEY"

_SPENDING_DAYS = 90
"""How far back the user's own calls say what a task takes."""
_MOST_RECOVERED = 20
"""Old calls of unknown cost that are asked for at a start."""

log = logging.getLogger("tierline")


def settings_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the user's settings file is, or would be."""
    if named := environ.get(SETTINGS_VARIABLE):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("tierline", appauthor=False) / "settings.json"


def prompts_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the user's own prompt files lie: beside the settings file."""
    return settings_path(environ).parent / "prompts"


def answers_folder() -> Path:
    """Return where answers are written that the editor is to open."""
    from platformdirs import user_state_path

    return user_state_path("tierline", appauthor=False) / "answers"


def user_ledger() -> "Ledger":
    """Return the ledger of all the user's tasks; its file begins with the first one."""
    from platformdirs import user_state_path

    from tierline.ledger.store import Ledger

    return Ledger(user_state_path("tierline", appauthor=False) / "ledger.sqlite3")


def spent_now(ledger: "Ledger") -> "Spent":
    """Return what day and month have cost so far, as far as a ledger can be read."""
    import time

    from tierline.engine.deciding import local_time
    from tierline.ledger.till import Till

    till = Till(ledger.path)
    spent = till.look(local_time(time.time()))
    till.close()
    if till.problem:
        _told(till.problem)
    return spent


def own_spending() -> "Mapping[str, Spending]":
    """Return what the user's own calls of the last months took in tokens, by model, where there are enough of them."""
    from datetime import UTC, datetime

    from tierline.ledger.errors import LedgerError, NoLedger

    try:
        return _own_spending(user_ledger().path, datetime.now(UTC).date())
    except NoLedger:
        return {}
    except LedgerError as error:
        _told(str(error))
        return {}


@cache
def _own_spending(path: Path, today: "date") -> "Mapping[str, Spending]":
    """Read it once a day: a mean over months moves slowly."""
    from datetime import UTC, datetime, time, timedelta

    from tierline.ledger.store import Ledger
    from tierline_scoring.task_cost import OWN_CALLS, Spending

    since = datetime.combine(today, time.min, UTC) - timedelta(days=_SPENDING_DAYS)
    return {
        model: Spending(calls=times, prompt_tokens=prompt, completion_tokens=completion)
        for model, (times, prompt, completion) in Ledger(path).tokens_by_model(since).items()
        if times >= OWN_CALLS
    }


def learnt_from(ledger: "Ledger | None") -> "Adjustments":
    """Return what a ledger teaches about the cut points; a ledger that can't be read teaches nothing."""
    from tierline.learning import HORIZON, UNTOUCHED, learn
    from tierline.ledger.errors import LedgerError, NoLedger

    if ledger is None:
        return UNTOUCHED
    try:
        since, newest = ledger.learning_since(), ledger.newest()
        if newest is None:
            return UNTOUCHED
        return learn(ledger.tasks(newest - HORIZON), since)
    except NoLedger:
        return UNTOUCHED
    except LedgerError as error:
        _told(str(error))
        return UNTOUCHED


def kept_snapshots() -> "KeptSnapshots":
    """Return the snapshots that the user's own refreshes made."""
    from platformdirs import user_data_path

    from tierline.refresh.kept import KeptSnapshots

    return KeptSnapshots(user_data_path("tierline", appauthor=False) / "snapshots")


def active_snapshot() -> "Snapshot":
    """Return the snapshot in force: the newest of the user's own, or the bundled one if that is newer."""
    in_force = kept_snapshots().in_force()
    for problem in in_force.problems:
        _told(problem)
    return in_force.snapshot


@cache
def _told(problem: str) -> None:
    """Log a problem once, however often it is met."""
    log.warning("%s", problem)


async def refresh_snapshot(
    observe: "Observer",
    wish: "Wish",
    *,
    environ: Mapping[str, str] = os.environ,
    base_urls: Mapping[str, str] | None = None,
) -> "Report":
    """Read all sources and put a new snapshot in force, unless it is worse; see ``refresh.run``.

    ``base_urls`` puts other servers in the place of the sources' own, by the start of their URLs.
    """
    from datetime import UTC, datetime

    from platformdirs import user_cache_path

    from tierline.refresh.cache import BodyCache
    from tierline.refresh.fetch import Fetcher
    from tierline.refresh.run import refresh
    from tierline_scoring.sources import benchmark_sources

    fetcher = Fetcher(
        cache=BodyCache(user_cache_path("tierline", appauthor=False) / "sources"),
        keys=_source_keys(environ),
        base_urls=base_urls or {},
        now=datetime.now(UTC),
    )
    return await refresh(kept_snapshots(), fetcher, benchmark_sources(), observe, wish)


async def refresh_apart(key: str | None, *options: str) -> "RefreshReport":
    """Refresh in a process of its own, so that nothing here waits for it; cancelling ends that process.

    ``key`` is OpenRouter's, where the editor gave one; ``options`` are those of ``tierline refresh``.

    Raises:
        RefreshFailed: it came to nothing; the snapshot in force stays.
    """
    import asyncio
    import sys

    from tierline.credentials import KEY_VARIABLE
    from tierline.lsp.refreshing import report_from

    environ = dict(os.environ) | ({KEY_VARIABLE: key} if key else {})
    process = await asyncio.create_subprocess_exec(
        # -P: a folder of the project that is called tierline is none of ours.
        *(sys.executable, "-P", "-m", "tierline", "refresh", "--json", *options),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environ,
    )
    try:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, process.pid, 10)
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    return report_from(said)


def refresh_is_due(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether a day has passed since the last refresh, whoever asked for it.

    Never where a gateway stands in for OpenRouter: who set that up decides which hosts are asked.
    """
    from datetime import UTC, datetime, timedelta

    return not environ.get(BASE_URL_VARIABLE) and kept_snapshots().is_due(datetime.now(UTC), timedelta(days=1))


def _source_keys(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of sources that want one. A gateway's key is not OpenRouter's, and stays at home."""
    from tierline.credentials import InvalidKey, Key, holder_from

    found = {}
    holder = holder_from(environ)
    if holder.current and not environ.get(BASE_URL_VARIABLE):
        found["openrouter"] = holder.current.reveal()
    if said := environ.get(ARTIFICIAL_ANALYSIS_VARIABLE, "").strip():
        try:
            found["artificial-analysis"] = Key(said, f"environment {ARTIFICIAL_ANALYSIS_VARIABLE}").reveal()
        except InvalidKey:
            log.warning("the key in %s is not usable; copy it again", ARTIFICIAL_ANALYSIS_VARIABLE)
    return found


def sandbox_catalogue() -> "list[CatalogueEntry]":
    """Return the snapshot in force as the catalogue that the sandbox serves."""
    from tierline.sandbox import CatalogueEntry

    return [
        CatalogueEntry(
            id=model.id,
            name=model.name,
            canonical_slug=model.canonical_slug,
            context_length=model.context_length,
            max_completion_tokens=model.max_completion_tokens,
            prompt_usd_per_token=model.prompt_usd_per_mtok / 1_000_000,
            completion_usd_per_token=model.completion_usd_per_mtok / 1_000_000,
        )
        for model in active_snapshot().models.values()
    ]


@asynccontextmanager
async def open_service(
    settings: "Settings", *, sandbox: bool, environ: Mapping[str, str] = os.environ, pace_s: float = 0.0
) -> AsyncIterator["Service"]:
    """Open a Tierline that talks to OpenRouter, or to a sandbox of its own; close it at the end.

    ``pace_s`` is the sandbox's pause between pieces of text.
    """
    import asyncio

    from tierline.credentials import Key, KeyHolder, holder_from
    from tierline.engine.allowance import follow
    from tierline.engine.cached import CachedChat, Keeping
    from tierline.engine.late_costs import LateCosts
    from tierline.engine.run import Engine
    from tierline.ledger.account import Account
    from tierline.ledger.till import Till
    from tierline.log import set_level
    from tierline.lsp.service import Service
    from tierline.openrouter.allowance import free_allowance
    from tierline.openrouter.client import BASE_URL, OpenRouterClient, TimeLimits
    from tierline.openrouter.generation import Patience, bill_of
    from tierline.privacy import prepare

    async with AsyncExitStack() as stack:
        if sandbox:
            from tierline.sandbox import SANDBOX_KEY, Sandbox

            stand_in = await stack.enter_async_context(Sandbox(sandbox_catalogue(), pace_s=pace_s))
            keys, base_url = KeyHolder(Key(SANDBOX_KEY, "the sandbox")), stand_in.base_url
        else:
            keys = holder_from(environ, settings.key_command)
            base_url = environ.get(BASE_URL_VARIABLE) or BASE_URL
        # What is simulated teaches nothing, and is nobody's expense.
        ledger = None if sandbox else user_ledger()
        account = Account(Till(ledger.path if ledger else None))
        # Before the client is opened: what is booked last is what it hears last.
        stack.push_async_callback(account.close)
        limits = TimeLimits(**settings.time_limits.model_dump())
        client = await stack.enter_async_context(
            OpenRouterClient(key=partial(_concealed, keys), base_url=base_url, limits=limits)
        )
        chat = CachedChat(client, client.account)
        late = LateCosts(partial(bill_of, get=client.get, patience=Patience()))
        stack.push_async_callback(late.close)
        learnt = await asyncio.to_thread(learnt_from, ledger)
        engine = Engine(chat=chat, lineup=lineup_for(settings), policy=policy_of(settings), learnt=learnt)
        engine.account, engine.cache, engine.late = account, chat, late
        await account.look(engine.now())
        engine.known_secrets = partial(_revealed, keys)
        background = [
            asyncio.create_task(asyncio.to_thread(prepare)),
            asyncio.create_task(follow(engine, partial(free_allowance, client.get))),
            asyncio.create_task(_recover(account, client, engine, keys)),
        ]
        for task in background:
            stack.callback(task.cancel)
        if not sandbox:
            _keep_outages(engine, base_url)

        def configure(settings: "Settings") -> None:
            engine.policy = policy_of(settings)
            engine.lineup = lineup_for(settings)
            client.limits = TimeLimits(**settings.time_limits.model_dump())
            put_in_force(settings)

        def put_in_force(settings: "Settings") -> None:
            chat.keeping = Keeping(**settings.cache.model_dump())
            set_level(settings.log_level)

        put_in_force(settings)
        yield Service(
            engine=engine,
            keys=keys,
            simulated=sandbox,
            configure=configure,
            ledger=ledger,
            learn=lambda: learnt_from(ledger),
            snapshot=active_snapshot,
            own=own_spending,
        )


async def _recover(account: "Account", client: "OpenRouterClient", engine: "Engine", keys: "KeyHolder") -> None:
    """Find out what calls of earlier processes cost that ended before it was known; each is asked for once."""
    from tierline.openrouter.generation import Patience, bill_of

    lost = (await account.at_risk(engine.now()))[:_MOST_RECOVERED]
    if lost:
        await keys.awaited()
    for key, generation_id in lost:
        if bill := await bill_of(generation_id, client.get, Patience(attempts=1)):
            account.resolve(key, bill.cost_usd, engine.now())


async def _concealed(keys: "KeyHolder") -> str | None:
    """Return the key for a request; from then on no log shows it, whatever it looks like."""
    from tierline.log import conceal

    key = await keys.reveal()
    conceal(key)
    return key


async def _revealed(keys: "KeyHolder") -> tuple[str, ...]:
    """Return the user's key, that it may be masked wherever it stands; without one, whoever sends says so."""
    from tierline.task import TierlineError

    try:
        key = await keys.reveal()
    except TierlineError:
        return ()
    return (key,) if key else ()


def _keep_outages(engine: "Engine", base_url: str) -> None:
    """Begin with what rested when the last process ended, and keep it for the next one."""
    from platformdirs import user_state_path

    from tierline.engine.kept_outages import KeptOutages

    kept = KeptOutages(user_state_path("tierline", appauthor=False) / "outages.json", base_url)
    engine.breakers.outages = kept.read(engine.clock())
    engine.breakers.remember = lambda outages: kept.write(outages, engine.clock())


def base_url(environ: Mapping[str, str] = os.environ) -> str:
    """Return the API that is asked: OpenRouter's, or a gateway's."""
    from tierline.openrouter.client import BASE_URL

    return environ.get(BASE_URL_VARIABLE) or BASE_URL


@asynccontextmanager
async def open_client(
    key_command: str = "", environ: Mapping[str, str] = os.environ
) -> AsyncIterator[tuple["KeyHolder", "OpenRouterClient"]]:
    """Open a client alone, to ask about the account, with the holder of its key; close it at the end.

    ``key_command`` is the setting of that name.
    """
    from tierline.credentials import holder_from
    from tierline.openrouter.client import OpenRouterClient

    keys = holder_from(environ, key_command)
    async with OpenRouterClient(key=partial(_concealed, keys), base_url=base_url(environ)) as client:
        yield keys, client


async def log_in(
    show: "Callable[[str], None]", environ: Mapping[str, str] = os.environ, *, wait_s: float = 300.0
) -> str:
    """Log in at OpenRouter in the user's browser, and return the key it gives; ``show`` gets the page to open.

    Raises:
        LogInFailed: nobody logged in in time, or no key came of it.
    """
    import asyncio

    from tierline.credentials.callback import listening
    from tierline.credentials.pkce import LogIn
    from tierline.openrouter.client import BASE_URL
    from tierline.openrouter.login import LogInFailed, auth_url, key_for

    base_url, this = environ.get(BASE_URL_VARIABLE) or BASE_URL, LogIn()
    with listening(this) as callback:
        show(this.page(auth_url(base_url), callback.port))
        code = await asyncio.to_thread(callback.code, wait_s)
    if code is None:
        raise LogInFailed(f"Nobody logged in within {wait_s:.0f} s; run `tierline login` again.")
    return await key_for(base_url, this.exchange(code))


def policy_of(settings: "Settings") -> "Policy":
    """Return the engine's knobs as the settings turn them."""
    from tierline.classify import Emphasis
    from tierline.engine.policy import Policy
    from tierline.ledger import Budget
    from tierline.openrouter.wire import Privacy
    from tierline.settings import read_rules
    from tierline.task import Tier

    # What is wrong with a rule is told by those who read the settings, who know where they stand.
    rules, _ = read_rules(settings.rules, "the settings")
    budget, privacy = settings.budget, settings.privacy
    return Policy(
        pin=settings.pin,
        cost_concern="costConcern is set to high" if settings.cost_concern == "high" else "",
        escalate=settings.escalate,
        when_free_is_out=settings.when_free_is_out,
        context_tokens={tier: settings.context_tokens.of(tier) for tier in Tier},
        budget=Budget(**budget.model_dump()),
        privacy=Privacy(deny_data_collection=privacy.data_collection == "deny", zero_data_retention=privacy.zdr),
        rules=rules,
        project_rules=settings.project_rules,
        mask_secrets=settings.mask_secrets == "on",
        judge=settings.judge,
        learning=settings.learning == "on",
        emphasis=Emphasis(critical_paths=settings.critical_paths, prototype_paths=settings.prototype_paths),
    )


def lineup_for(settings: "Settings") -> "Lineup":
    """Return the computed tiers, with the user's own models in their place where there are any."""
    from tierline.engine.lineup import Lineup
    from tierline_scoring.portfolio import build_portfolio
    from tierline_scoring.tier import Tier

    snapshot = active_snapshot()
    computed = build_portfolio(snapshot, ledger=own_spending())
    return Lineup(
        models={tier: settings.models.of(tier) or tuple(computed.tiers[tier].model_ids) for tier in Tier},
        offers=_offers(snapshot),
        # Where the user chose the models, the user chose them for every kind.
        specialists={
            tier: {kind: model.id for kind, model in found.items()}
            for tier, found in computed.specialists.items()
            if not settings.models.of(tier)
        },
    )


def _offers(snapshot: "Snapshot") -> "dict[str, Offer]":
    from tierline.engine.lineup import Offer
    from tierline_scoring.token_use import guess

    uses = {model.id: snapshot.token_use.get(model.id) or guess(model) for model in snapshot.models.values()}
    return {
        model.id: Offer(
            prompt_usd_per_mtok=model.prompt_usd_per_mtok,
            completion_usd_per_mtok=model.completion_usd_per_mtok,
            context_length=model.context_length,
            max_completion_tokens=model.max_completion_tokens,
            thinking_tokens=_thinking(uses[model.id]),
        )
        for model in snapshot.models.values()
    }


def _thinking(use: "TokenUse") -> tuple[int, int, int]:
    from tierline.engine.expected import PLAIN_TOKENS

    low, middle, high = (
        max(0, round(tokens) - PLAIN_TOKENS) for tokens in (use.tokens.low, use.tokens.value, use.tokens.high)
    )
    return low, middle, high
