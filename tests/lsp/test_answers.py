"""Answers that are opened as documents."""

import asyncio
from pathlib import Path

from tierline.lsp.answers import KEPT_FILES, _write


async def test_editors_that_write_answers_at_once_do_not_stumble_over_what_the_others_remove(tmp_path: Path) -> None:
    writing = (asyncio.to_thread(_write, tmp_path, f"task-{number}", "text") for number in range(400))
    await asyncio.gather(*writing)
    assert len(list(tmp_path.glob("*.md"))) <= 2 * KEPT_FILES
