import itertools
import string

import pytest
from hypothesis import given, strategies as st

from tierline.privacy import Restorer, Vault, find_secrets, mask

KEY = "sk-or-v1-" + "0123456789abcdef" * 4
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq\nZ0x\n-----END RSA PRIVATE KEY-----"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"
GITHUB = "ghp_" + "aB3dE5gH7j" * 3 + "kL9mN1"

SECRETS = [
    (f'client = OpenAI(api_key="{KEY}")', KEY),
    (f"export OPENROUTER_API_KEY={KEY}", KEY),
    ('aws_access_key_id = "AKIAIOSFODNN7EXAMPLE"', "AKIAIOSFODNN7EXAMPLE"),
    (f"token: {GITHUB}", GITHUB),
    (f"const cert = `{PEM}`;", PEM),
    (f'headers["Authorization"] = "Bearer {JWT}"', JWT),
    ("postgres://admin:pa55word@db/prod", "pa55word"),
    ('password = "hunter2hunter2"', "hunter2hunter2"),
    ("DB_PASSWORD=correct-horse-battery", "correct-horse-battery"),
    ('{"secret": "tr0ub4dor&3"}', "tr0ub4dor&3"),
    ('digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"', "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"),
    (f"-----BEGIN PRIVATE KEY-----\nMIIEvQ{'A' * 20}\n", "MIIEvQ" + "A" * 20),
]


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_secret_does_not_leave_and_comes_back(text: str, secret: str) -> None:
    (masked,), vault = mask([text])
    assert secret not in masked
    assert vault.restore(masked) == text
    assert secret not in repr(vault)


@pytest.mark.parametrize(
    "text",
    [
        "password = getpass()",
        'password = request.form["password"]',
        "def reset_password(user: User, password: str) -> None: ...",
        'secret = "${SECRET}"',
        'api_key = "<your key>"',
        "PASSWORD=${DB_PASSWORD}",
        'alphabet = "abcdefghijklmnopqrstuvwxyz"',
        'path = "/usr/local/share/applications"',
        'session_id = "123e4567-e89b-12d3-a456-426614174000"',
        "if key == 'space': jump()",
        "KEY_EVENT = 3",
    ],
)
def test_code_that_only_speaks_of_secrets_is_left_as_it_is(text: str) -> None:
    assert mask([text]) == ((text,), Vault())


def test_one_secret_has_one_placeholder_in_all_texts_also_where_nothing_gives_it_away() -> None:
    (code, words), vault = mask([f'token = "{GITHUB}"', f"why does {GITHUB} fail?"])
    (placeholder,) = vault.secrets
    assert placeholder in code
    assert words == f"why does {placeholder} fail?"


def test_a_short_password_does_not_blank_the_word_elsewhere() -> None:
    (masked,), _ = mask(['password = "admin"\nrole = admin\n'])
    assert masked.endswith("role = admin\n")
    assert '"admin"' not in masked


def test_the_users_own_key_is_masked_whatever_it_looks_like() -> None:
    (masked,), _ = mask(["it says my-gateway-key there"], known=["my-gateway-key"])
    assert "my-gateway-key" not in masked


def test_placeholders_never_collide_with_the_text() -> None:
    text = f'a = "__MASKED_SECRET_1__"; token = "{GITHUB}"'
    (masked,), vault = mask([text])
    assert '"__MASKED_SECRET_1__"' in masked
    assert vault.restore(masked) == text


def test_the_user_is_told_what_was_masked_and_not_what_it_was() -> None:
    _, vault = mask([f'token = "{GITHUB}"\n{PEM}'])
    assert list(vault.kinds.values()) == ["GitHub Token", "private key"]


secret_lines = st.sampled_from([text for text, _ in SECRETS])
anything = st.text(st.characters(codec="utf-8"), max_size=60)
texts = st.lists(st.lists(st.one_of(secret_lines, anything), max_size=5).map("\n".join), max_size=4)


@given(texts)
def test_masking_and_restoring_is_the_identity(given_texts: list[str]) -> None:
    masked, vault = mask(given_texts)
    assert [vault.restore(text) for text in masked] == given_texts


@given(texts)
def test_nothing_that_was_found_is_sent(given_texts: list[str]) -> None:
    masked, vault = mask(given_texts)
    values = {text[found.start : found.end] for text in given_texts for found in find_secrets(text)}
    assert values == set(vault.secrets.values())
    for value in values:
        if len(value) >= 8:
            words = [text for text in masked if value in text]
            # within a longer word it is another one
            assert all(_inside_a_word(value, text) for text in words), (value, words)


def _inside_a_word(value: str, text: str) -> bool:
    at = text.find(value)
    around = text[max(0, at - 1) : at] + text[at + len(value) : at + len(value) + 1]
    return any(character.isalnum() or character == "_" for character in around)


@given(st.lists(st.integers(1, 9), max_size=40), texts)
def test_a_stream_is_restored_wherever_it_is_cut(cuts: list[int], given_texts: list[str]) -> None:
    masked, vault = mask(given_texts)
    answer, restorer, shown = "".join(masked), Restorer(vault), []
    for cut in [*cuts, len(answer)]:
        shown.append(restorer.feed(answer[:cut]))
        answer = answer[cut:]
    assert "".join((*shown, restorer.finish())) == vault.restore("".join(masked))


def test_what_can_be_no_placeholder_is_shown_at_once() -> None:
    _, vault = mask([f'token = "{GITHUB}"'])
    restorer = Restorer(vault)
    assert restorer.feed("def f(): ") == "def f(): "
    assert restorer.feed("return __MAS") == "return "
    assert restorer.feed("KS") == "__MASKS"


@given(st.text(string.printable, max_size=300))
def test_any_text_is_searched_without_harm(text: str) -> None:
    found = find_secrets(text)
    assert all(one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
