"""How long it takes to score a catalogue and to choose from it: ``python tests/benchmarks/scoring_speed.py``.

The bundled snapshot's models are repeated under other ids until there are enough. Printed are the best of several
rounds, in milliseconds: scoring alone, and the whole portfolio with categories and specialists.
"""

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.portfolio import build_portfolio
from tierline_scoring.scored import score_models
from tierline_scoring.snapshot import Snapshot, load_snapshot

SIZES = (400, 2_000, 10_000)
ROUNDS = 5


def grown(snapshot: Snapshot, size: int) -> Snapshot:
    """Return ``snapshot`` with ``size`` models, all of which can be scored."""
    known = [name for name in snapshot.models if name in snapshot.evidence]
    pairs = [(known[at % len(known)], f"{at:05d}") for at in range(size)]
    names = {f"maker{suffix}/{name.split('/')[-1]}": name for name, suffix in pairs}
    return replace(
        snapshot,
        models={new: replace(snapshot.models[old], id=new) for new, old in names.items()},
        evidence={new: snapshot.evidence[old] for new, old in names.items()},
        token_use={new: snapshot.token_use[old] for new, old in names.items() if old in snapshot.token_use},
    )


def best_ms(call: Callable[[], object]) -> float:
    """Return the shortest of several rounds: what the work takes when nothing else runs."""
    taken = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return 1000 * min(taken)


def main() -> int:
    """Print one line a size."""
    policy = ScoringPolicy(min_measurements=1)
    sys.stdout.write(f"{'models':>8} {'scored':>8} {'scoring':>12} {'a model':>12} {'portfolio':>12}\n")
    for size in SIZES:
        snapshot = grown(load_snapshot(), size)
        scored = len(score_models(snapshot, policy))
        scoring = best_ms(lambda snapshot=snapshot: score_models(snapshot, policy))  # type: ignore[misc] # bound now
        whole = best_ms(lambda snapshot=snapshot: build_portfolio(snapshot, policy))  # type: ignore[misc] # bound now
        each = 1000 * scoring / size
        sys.stdout.write(f"{size:>8,} {scored:>8,} {scoring:>9.1f} ms {each:>9.1f} us {whole:>9.1f} ms\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
