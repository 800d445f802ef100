"""Right answers in other languages, and the same cut in two: no public set has outcomes and words for them."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from routes.section import Section

from tierline.engine.policy import Policy
from tierline.task import READABLE, Kind, Task

from .playing import ALL_TO_DEFAULT, STRONG, play

GOOD = Path(__file__).parents[2] / "answer" / "good"
RIGHT, CUT = "right", "cut"


def _tasks() -> Iterator[tuple[str, Task, str]]:
    """Yield name, task and reply: of each language and kind a right answer, and its first half."""
    for path in sorted(GOOD.glob("*.txt")):
        _, old, new = path.read_text("utf-8").replace("==== answer\n", "==== before\n").split("==== before\n")
        for kind in (kind for kind in Kind if kind not in READABLE):
            for way, reply in (
                (RIGHT, f"Here it is:\n\n```{path.stem}\n{new}```\n\nI mended what was wrong."),
                (CUT, f"```{path.stem}\n{new[: len(new) // 2]}"),
            ):
                name = f"{path.stem}-{kind}-{way}"
                yield (
                    name,
                    Task(
                        kind=kind,
                        source=old,
                        start=0,
                        end=len(old),
                        path=name,
                        language=path.stem,
                        instruction="mend this",
                    ),
                    reply,
                )


async def languages() -> Section:
    """Return what is sent back, by language."""
    found = list(_tasks())
    replies = {name: reply for name, _, reply in found}
    right = {name: reply for name, reply in replies.items() if name.endswith(RIGHT)}

    def says(model: str, name: str) -> str:
        return right[f"{name.rsplit('-', 1)[0]}-{RIGHT}"] if model == STRONG else replies[name]

    played = await play({name: task for name, task, _ in found}, says, Policy(rules=ALL_TO_DEFAULT))
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: {RIGHT: [], CUT: []})
    for name, each in played.items():
        language, _, way = name.split("-")
        counts[language][way].append(each.outcome.escalated)
    return Section(
        "Right answers in many languages, and the same cut in the middle",
        ("language", "right answers", "sent back", "cut answers", "sent back"),
        tuple(
            (language, str(len(own[RIGHT])), str(sum(own[RIGHT])), str(len(own[CUT])), str(sum(own[CUT])))
            for language, own in counts.items()
        ),
        (
            "One answer a language, written by hand, for each of the seven kinds that edit; through the engine.",
            "It shows that no language is sent back by mistake as a whole, and nothing of how often.",
        ),
    )
