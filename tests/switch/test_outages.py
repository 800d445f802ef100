"""Circuit breakers, one by one and against a reference that keeps the whole history."""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tierline.switch import Outages
from tierline.switch.outages import COOL_DOWN_S, FREE, LONGEST_COOL_DOWN_S, PATIENCE
from tierline.task import Tier

MODELS = {Tier.MINIMUM: ("a:free",), Tier.DEFAULT: ("b", "c"), Tier.MAXIMUM: ()}


def test_a_tier_rests_until_the_time_the_provider_named() -> None:
    outages = Outages().failed(Tier.DEFAULT, now=100.0, retry_after_s=30.0)
    assert outages.at(129.9, MODELS) == {Tier.DEFAULT}
    assert outages.at(130.0, MODELS) == frozenset()
    assert outages.answered(Tier.DEFAULT).at(100.0, MODELS) == frozenset()


def test_a_rest_without_a_named_time_ends_too_and_doubles_with_each_failed_probe() -> None:
    outages, now, rests = Outages(), 0.0, []
    for _ in range(8):
        outages = outages.failed(Tier.MAXIMUM, now)
        until = outages.of(Tier.MAXIMUM).until
        assert until is not None
        rests.append(until - now)
        now = until
    assert rests[:3] == [COOL_DOWN_S, 2 * COOL_DOWN_S, 4 * COOL_DOWN_S]
    assert rests[-1] == LONGEST_COOL_DOWN_S


def test_a_model_rests_after_several_failures_in_a_row_and_at_once_when_it_names_a_time() -> None:
    outages = Outages()
    for _ in range(PATIENCE - 1):
        outages = outages.failed("b", 0.0)
        assert outages.of("b").admits(0.0)
    assert not outages.failed("b", 0.0).of("b").admits(0.0)
    assert outages.answered("b").failed("b", 0.0).of("b").admits(0.0), "an answer between them breaks the row"
    assert not Outages().failed("b", 0.0, 5.0).of("b").admits(4.9)


def test_a_tier_is_out_when_all_its_models_are() -> None:
    outages = Outages().failed("b", 0.0, 10.0)
    assert outages.at(5.0, MODELS) == frozenset()
    outages = outages.failed("c", 0.0, 20.0)
    assert outages.at(5.0, MODELS) == {Tier.DEFAULT}
    assert outages.at(10.0, MODELS) == frozenset()


def test_a_spent_free_tier_is_out_whichever_free_model_is_in_it() -> None:
    outages = Outages().failed(FREE, 0.0, 3600.0)
    assert outages.at(3599.0, {**MODELS, Tier.MINIMUM: ("new:free",)}) == {Tier.MINIMUM}


def test_a_later_and_shorter_time_does_not_end_a_rest_sooner() -> None:
    outages = Outages().failed(FREE, 0.0, 3600.0).failed(FREE, 1.0, 20.0)
    assert outages.of(FREE).until == 3600.0


def test_one_probe_goes_and_the_others_keep_away_until_it_has_ended() -> None:
    outages = Outages().failed("b", 0.0, 10.0)
    assert outages.of("b").half_open(10.0)
    probed = outages.probed("b", probing=True)
    assert not probed.of("b").admits(10.0)
    assert probed.probed("b", probing=False).of("b").admits(10.0), "a probe that was cancelled says nothing"
    assert probed.answered("b").of("b").admits(10.0)
    assert not probed.failed("b", 11.0).of("b").admits(12.0)


def test_what_rests_is_told_by_the_time_of_its_end() -> None:
    outages = Outages().failed("c", 0.0, 20.0).failed("b", 0.0, 10.0).failed("d", 0.0)
    assert list(outages.resting(5.0)) == ["b", "c"]
    assert list(outages.resting(15.0)) == ["c"]


@dataclass
class Reference:
    """All that happened to one model, from which everything else is computed anew."""

    happened: list[tuple[str, float, float | None]] = field(default_factory=list)

    def state(self) -> tuple[int, float | None, bool]:
        row, until, probing = 0, None, False
        for what, now, named in self.happened:
            if what == "answered":
                row, until, probing = 0, None, False
            elif what == "failed":
                row += 1
                opens = named is not None or row >= PATIENCE or until is not None
                rest = (
                    named if named is not None else min(LONGEST_COOL_DOWN_S, COOL_DOWN_S * 2 ** max(0, row - PATIENCE))
                )
                until = max(until or 0.0, now + rest) if opens else None
                probing = False
            else:
                probing = what == "probe"
        return row, until, probing

    def admits(self, now: float) -> bool:
        _, until, probing = self.state()
        return until is None or (now >= until and not probing)


SUBJECTS = st.sampled_from(["b", "c"])


class Breaking(RuleBasedStateMachine):
    """The same events for both; they must agree on who may be asked, at every moment."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.outages = Outages()
        self.known = {"b": Reference(), "c": Reference()}

    @rule(seconds=st.one_of(st.just(0.0), st.floats(0.0, 2_000.0)))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule(subject=SUBJECTS, named=st.one_of(st.none(), st.floats(0.0, 4_000.0)))
    def fail(self, subject: str, named: float | None) -> None:
        self.known[subject].happened.append(("failed", self.now, named))
        self.outages = self.outages.failed(subject, self.now, named)

    @rule(subject=SUBJECTS)
    def answer(self, subject: str) -> None:
        self.known[subject].happened.append(("answered", self.now, None))
        self.outages = self.outages.answered(subject)

    @rule(subject=SUBJECTS, ends=st.booleans())
    def probe(self, subject: str, *, ends: bool) -> None:
        if self.outages.of(subject).half_open(self.now):
            self.known[subject].happened.append(("probe", self.now, None))
            self.outages = self.outages.probed(subject, probing=True)
            assert not self.outages.of(subject).admits(self.now)
            if ends:
                self.known[subject].happened.append(("left", self.now, None))
                self.outages = self.outages.probed(subject, probing=False)

    @invariant()
    def both_admit_the_same(self) -> None:
        for subject, reference in self.known.items():
            circuit = self.outages.of(subject)
            assert circuit.admits(self.now) is reference.admits(self.now)
            assert (circuit.failures, circuit.until, circuit.probing) == reference.state()
        out = self.outages.at(self.now, MODELS)
        assert (Tier.DEFAULT in out) is not any(one.admits(self.now) for one in self.known.values())


Breaking.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestBreaking = Breaking.TestCase


@pytest.mark.parametrize("subject", [Tier.DEFAULT, "b", FREE])
def test_a_failure_leaves_every_other_subject_as_it_was(subject: str) -> None:
    outages = Outages().failed(subject, 0.0, 10.0)
    assert [name for name in (Tier.DEFAULT, "b", FREE, "c") if not outages.of(name).admits(5.0)] == [subject]
