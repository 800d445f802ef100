"""A kept answer, for tests."""

from decimal import Decimal

from tierline.kept import Kept, hunks_of, new_key
from tierline.kept.anchor import anchor
from tierline.kept.placing import digest
from tierline.task import Decision, Diagnostic, Kind, Task, Tier


def kept_answer(before: str, new_text: str, *, head: str = "", tail: str = "") -> Kept:
    """Return an answer that puts ``new_text`` in the place of ``before`` in the document ``head + before + tail``."""
    task = Task(kind=Kind.FIX, source=head + before + tail, start=len(head), end=len(head) + len(before))
    return Kept(
        key=new_key(1.5),
        id="task-1",
        uri="file:///project/app/core.py",
        path="app/core.py",
        language="python",
        kind=Kind.FIX,
        instruction="mend it",
        prompt="",
        diagnostics=(Diagnostic(line=0, message="broken"),),
        at=1.5,
        tier=Tier.DEFAULT,
        model="acme/plain",
        provider="Acme",
        score=9.5,
        reasons=("a reason",),
        cost_usd=Decimal("0.0000123"),
        decision=Decision(tier=Tier.DEFAULT, models=("acme/plain",), rule="otherwise", reason="nothing asks for more"),
        text=f"```python\n{new_text}```\n",
        new_text=new_text,
        before=before,
        asked=before,
        target=anchor(task.source, task.start, task.end),
        digest=digest(task.source),
        hunks=hunks_of(task, new_text),
        why="it was not put into the text",
    )
