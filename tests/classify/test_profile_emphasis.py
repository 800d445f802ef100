"""What makes a task matter, and what says that it is only tried out."""

import pytest

from tierline.classify import Emphasis, classify
from tierline.task import Importance, Kind, Profile, Task

CODE = "def rate(user):\n    return user.rate\n"


def profile(
    path: str = "app/core.py",
    instruction: str = "",
    branch: str = "",
    kind: Kind = Kind.FIX,
    emphasis: Emphasis | None = None,
) -> Profile:
    task = Task(kind=kind, source=CODE, start=0, end=len(CODE), path=path, instruction=instruction, branch=branch)
    return classify(task, emphasis=emphasis or Emphasis())


def matters(found: Profile) -> bool:
    return found.importance is Importance.CRITICAL


@pytest.mark.parametrize(
    "path",
    [
        "src/auth/tokens.py",
        "src/authentication.go",
        "src/AuthService.ts",
        "billing/invoice.ts",
        "app/PaymentGateway.java",
        "db/migrations/0007_add.sql",
        "internal/crypto/aes.go",
        "config/production.yaml",
        "infra/main.tf",
        "k8s/api.yaml",
        ".github/workflows/release.yml",
        "C:\\work\\billing\\total.cs",
    ],
)
def test_some_paths_are_critical(path: str) -> None:
    assert matters(profile(path))


@pytest.mark.parametrize(
    "path",
    [
        "src/author.py",
        "docs/oauthor.md",
        "src/authority.rs",
        "sensors/infrared.py",
        "src/reproduction.py",
        "docs/security.md",
        "styles/login.css",
        ".github/workflows/lint.yml",
        "tests/auth/test_login.py",
        "examples/billing/app.py",
        "app/core.py",
        "",
    ],
)
def test_other_paths_are_not(path: str) -> None:
    assert not matters(profile(path))


@pytest.mark.parametrize(
    "path",
    [
        "examples/hello.py",
        "scratch/idea.rs",
        "tests/test_core.py",
        "src/core_test.go",
        "src/core.spec.ts",
        "src/CoreTest.java",
        "notebooks/a.py",
        "analysis.ipynb",
        "playground/x.swift",
        "src/__tests__/app.jsx",
        "integration-tests/a.rb",
    ],
)
def test_some_paths_are_provisional(path: str) -> None:
    assert profile(path).prototyping


@pytest.mark.parametrize(
    "path",
    [
        "latest/app.py",
        "src/contest.py",
        "src/attestation.rs",
        "src/temp_sensor.c",
        "src/sample_rate.c",
        "inspect/a.py",
        "",
    ],
)
def test_a_word_within_a_word_is_not_a_provisional_path(path: str) -> None:
    assert not profile(path).prototyping


@pytest.mark.parametrize(
    "instruction",
    [
        "this runs in production",
        "don't break prod",
        "we must not fail here, data loss!",
        "fix the security hole",
        "das läuft in Produktion",
        "c'est pour la production",
        "está en producción",
        "это боевой код, безопасность важна",
        "本番で動いています",
        "这是生产环境的代码",
    ],
)
def test_words_can_say_that_it_matters(instruction: str) -> None:
    assert matters(profile(instruction=instruction))


@pytest.mark.parametrize(
    "instruction",
    [
        "not production",
        "this isn't production code",
        "nothing critical",
        "non-critical, any version will do",
        "keine Produktion",
        "no es para producción",
        "本番ではない",
        "不是生产环境",
        "shorten the critical section",
        "add a production rule to the grammar",
        "reproduce the bug",
    ],
)
def test_denied_or_in_another_sense_they_do_not(instruction: str) -> None:
    assert not matters(profile(instruction=instruction))


@pytest.mark.parametrize(
    "instruction",
    [
        "quick prototype",
        "quick and dirty is fine",
        "just a test, for now",
        "proof of concept",
        "not for production",
        "nur ein Prototyp, Wegwerfcode",
        "es solo un prototipo",
        "c'est un brouillon",
        "это прототип",
        "这只是原型",
        "プロトタイプです",
    ],
)
def test_words_can_say_that_it_is_tried_out(instruction: str) -> None:
    assert profile(instruction=instruction).prototyping


@pytest.mark.parametrize(
    "instruction",
    [
        "no prototype",
        "this is not just a prototype",
        "kein Prototyp",
        "no es un prototipo",
        "rewrite it from scratch",
        "extend Array.prototype",
        "explain the prototype chain",
        "why is there a latency spike",
    ],
)
def test_denied_or_in_another_sense_it_is_not(instruction: str) -> None:
    assert not profile(instruction=instruction).prototyping


@pytest.mark.parametrize("branch", ["hotfix/login", "release/2.1", "release-1.4"])
def test_some_branches_are_critical(branch: str) -> None:
    assert matters(profile(branch=branch))
    assert f"is on branch {branch}" in [signal.sentence for signal in profile(branch=branch).signals]


@pytest.mark.parametrize("branch", ["spike/queue", "experiment", "anna/wip-search", "feature/poc"])
def test_some_branches_are_provisional(branch: str) -> None:
    assert profile(branch=branch).prototyping


@pytest.mark.parametrize("branch", ["main", "feature/release-notes", "fix/swipe", ""])
def test_other_branches_say_nothing(branch: str) -> None:
    assert not matters(profile(branch=branch))
    assert not profile(branch=branch).prototyping


@pytest.mark.parametrize("kind", [Kind.EXPLAIN, Kind.DOCUMENT, Kind.ASK, Kind.TEST])
def test_a_place_does_not_make_an_answer_critical_that_changes_nothing(kind: Kind) -> None:
    assert not matters(profile("src/auth/tokens.py", kind=kind))
    assert not matters(profile(branch="hotfix/login", kind=kind))
    assert matters(profile("src/auth/tokens.py", "this is for a security audit", kind=kind))


@pytest.mark.parametrize("kind", [Kind.FIX, Kind.REVIEW, Kind.REFACTOR, Kind.GENERATE])
def test_a_change_or_a_review_there_is_critical(kind: Kind) -> None:
    assert matters(profile("src/auth/tokens.py", kind=kind))


def test_words_outrank_places() -> None:
    assert not matters(profile("src/auth/tokens.py", "quick prototype"))
    assert matters(profile("scratch/a.py", "this runs in production"))


def test_a_user_can_name_paths_of_their_own() -> None:
    own = Emphasis(critical_paths=("payroll", "src/core/*"), prototype_paths=("lab/",))
    assert matters(profile("hr/payroll/run.py", emphasis=own))
    assert matters(profile("src/core/a/b.py", emphasis=own))
    assert not matters(profile("src/corex/a.py", emphasis=own))
    assert profile("lab/a.py", emphasis=own).prototyping
    assert not profile("label/a.py", emphasis=own).prototyping
    assert "matches your critical path payroll" in [
        signal.sentence for signal in profile("hr/payroll/run.py", emphasis=own).signals
    ]


def test_a_path_is_named_as_the_user_wrote_it() -> None:
    assert "touches Auth/" in [signal.sentence for signal in profile("src/Auth/tokens.py").signals]


def test_lines_of_the_selection_are_counted() -> None:
    assert profile().lines == 2


@pytest.mark.parametrize(
    ("path", "sentence"), [("examples/a.py", "lies in examples/"), ("analysis.ipynb", "is called analysis.ipynb")]
)
def test_a_folder_and_a_file_are_told_apart_in_words(path: str, sentence: str) -> None:
    assert sentence in [signal.sentence for signal in profile(path).signals]
