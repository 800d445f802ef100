"""What a developer would say of these selections, the classifier says too."""

import pytest
from hypothesis import given, strategies as st

from tierline.classify import classify
from tierline.task import Complexity, Diagnostic, Importance, Kind, Task

ADD = "def add(a, b):\n    return a + b\n"
SCHEDULER = """\
class Scheduler:
    def __init__(self, pool, clock):
        self.lock = threading.Lock()
        self.pool = pool
        self.pending = {}

    async def run(self, jobs):
        results = {}
        while jobs or self.pending:
            for job in list(jobs):
                if job.ready() and job.name not in self.pending:
                    async with self.semaphore:
                        for dependency in job.dependencies:
                            if dependency not in results:
                                if dependency in self.failed:
                                    self.failed.add(job.name)
                                    break
                                elif dependency not in self.pending:
                                    jobs.append(self.jobs[dependency])
                            else:
                                job.inputs[dependency] = results[dependency]
                        else:
                            self.pending[job.name] = asyncio.create_task(job.start())
                            jobs.remove(job)
            done, _ = await asyncio.wait(self.pending.values(), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                with self.lock:
                    name = self.names[task]
                    try:
                        results[name] = task.result()
                    except asyncio.CancelledError:
                        raise
                    except Exception as error:
                        if self.retries[name] < self.limit and error.transient:
                            self.retries[name] += 1
                            jobs.append(self.jobs[name])
                        else:
                            self.failed.add(name)
                    finally:
                        del self.pending[name]
        return results
"""


def task(code: str = ADD, kind: Kind = Kind.FIX, instruction: str = "", path: str = "app/core.py") -> Task:
    return Task(kind=kind, source=code, start=0, end=len(code), path=path, instruction=instruction)


def test_two_plain_lines_are_simple() -> None:
    assert classify(task(kind=Kind.EXPLAIN)).complexity is Complexity.SIMPLE


def test_a_concurrent_scheduler_is_complex_to_fix() -> None:
    profile = classify(task(SCHEDULER, Kind.FIX))
    assert profile.complexity is Complexity.COMPLEX
    said = [signal.sentence for signal in profile.signals]
    assert "runs things concurrently" in said
    assert "3 nested loops" in said


def test_an_ordinary_function_lies_between() -> None:
    code = "def total(items):\n" + "".join(
        f"    if items[{i}] is not None:\n        sum_{i} = price(items[{i}])\n" for i in range(8)
    )
    assert classify(task(code, Kind.REFACTOR)).complexity is Complexity.MODERATE


@pytest.mark.parametrize("path", ["src/auth/tokens.py", "billing/invoice.ts", "db/migrations/0007.sql"])
def test_some_paths_are_critical(path: str) -> None:
    assert classify(task(path=path)).importance is Importance.CRITICAL


@pytest.mark.parametrize("path", ["src/author.py", "docs/oauthor.md", "app/core.py"])
def test_a_word_within_a_word_is_not_a_critical_path(path: str) -> None:
    assert classify(task(path=path)).importance is Importance.NORMAL


@pytest.mark.parametrize("path", ["examples/hello.py", "scratch/idea.rs", "tests/test_core.py"])
def test_some_paths_are_provisional(path: str) -> None:
    assert classify(task(path=path)).prototyping


def test_the_instruction_can_say_that_it_is_a_prototype() -> None:
    profile = classify(task(instruction="quick and dirty version is fine"))
    assert profile.prototyping
    assert 'says it is a prototype ("quick and dirty")' in [s.sentence for s in profile.signals]


def test_the_instruction_can_say_that_it_matters() -> None:
    assert classify(task(instruction="this runs in production")).importance is Importance.CRITICAL


def test_a_hard_subject_in_the_instruction_makes_the_task_harder() -> None:
    plain = classify(task(kind=Kind.EDIT, instruction="change this"))
    hard = classify(task(kind=Kind.EDIT, instruction="remove the race condition"))
    assert hard.difficulty > plain.difficulty


def test_the_editors_problems_make_a_fix_harder() -> None:
    code = task()
    problems = tuple(Diagnostic(line=0, message=f"problem {n}") for n in range(5))
    with_problems = Task(
        kind=code.kind, source=code.source, start=0, end=code.end, path=code.path, diagnostics=problems
    )
    assert classify(with_problems).difficulty > classify(code).difficulty


def test_the_words_of_a_free_instruction_tell_the_kind_and_are_named() -> None:
    profile = classify(task(kind=Kind.EDIT, instruction="please fix this bug"))
    assert profile.kind is Kind.FIX
    assert any(signal.name == "kind" and "fix" in signal.sentence for signal in profile.signals)


def test_a_command_that_names_its_kind_keeps_it() -> None:
    assert classify(task(kind=Kind.EXPLAIN, instruction="please fix this bug")).kind is Kind.EXPLAIN


@given(st.text(max_size=400), st.text(max_size=80), st.sampled_from(list(Kind)))
def test_any_text_gets_a_difficulty_between_0_and_1(code: str, instruction: str, kind: Kind) -> None:
    assert 0 <= classify(task(code, kind, instruction)).difficulty <= 1
