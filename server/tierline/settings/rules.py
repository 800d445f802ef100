"""Rules that people write, as the table takes them. A bad one is left out and told; the others work."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from tierline.settings.rule_model import LinesModel, OffModel, RuleModel, RulePart, TimeOfDayModel, WhenModel
from tierline.settings.sentences import nearest, shown
from tierline.switch import CustomRule, OwnRules, Rule, conditions, own_rule
from tierline.switch.table import BY_NAME, FIRST, LAST, MOVABLE

MOST_RULES = 100
RESERVED = frozenset({*BY_NAME, "model", "free is out", "escalated"})
"""Names that decisions of the house carry; a rule of another's would pass for them."""

_CONDITIONS: Mapping[str, Callable[[Any], conditions.Condition]] = {
    "language": conditions.language,
    "kind": conditions.kind,
    "path": conditions.path,
    "lines": lambda found: conditions.lines(found.at_least, found.below),
    "complexity": conditions.complexity,
    "importance": conditions.importance,
    "prototyping": lambda found: conditions.prototyping(wanted=found),
    "time_of_day": lambda found: conditions.time_of_day(found.from_, found.to),
    "weekday": conditions.weekday,
    "budget_left_below_usd": conditions.budget_left_below,
    "budget_used_above": conditions.budget_used_above,
}

_PARTS: Mapping[tuple[int | str, ...], type[RulePart]] = {
    ("when",): WhenModel,
    ("when", "lines"): LinesModel,
    ("when", "timeOfDay"): TimeOfDayModel,
}


class _Wrong(Exception):
    """A sentence about an entry, without the place where it stands."""


Part = TypeVar("Part", bound=RulePart)


def read_rules(raw: Sequence[Any], origin: str) -> tuple[OwnRules, tuple[str, ...]]:
    """Return what the user says about the table, and a sentence for each entry that was left out.

    An entry is a rule of the user's own, the name of a shipped rule (it moves there), or ``{"off": name}``.
    """
    order: list[Rule] = []
    off: set[str] = set()

    def take(entry: Any) -> None:
        taken = {rule.name for rule in order} | off
        if isinstance(entry, str):
            order.append(BY_NAME[_movable(entry, taken)])
        elif isinstance(entry, Mapping) and "off" in entry:
            name = _movable(entry["off"], taken) if isinstance(entry["off"], str) else ""
            _valid(OffModel, entry)
            off.add(name)
        else:
            order.append(own_rule(_custom(entry, taken)))

    problems = _each(raw, take, origin)
    return OwnRules(order=tuple(order), off=frozenset(off)), problems


def read_project_rules(raw: Any, origin: str) -> tuple[tuple[CustomRule, ...], tuple[str, ...]]:
    """Return the rules of a project's file, and a sentence for each thing in it that was left out.

    Such a file may choose among the three tiers and do nothing else.
    """
    if not isinstance(raw, Mapping):
        return (), (f'{origin} must be an object like {{"rules": []}}, not {shown(raw)}; correct it.',)
    others = tuple(
        f"{origin} can't set {shown(str(name))[1:-1]}: a project may only have rules that choose among the tiers; "
        "remove it."
        for name in raw
        if name != "rules"
    )
    entries = raw.get("rules", [])
    if not isinstance(entries, list):
        return (), (*others, f"rules must be a list, not {shown(entries)}; correct it ({origin}).")
    found: list[CustomRule] = []

    def take(entry: Any) -> None:
        if isinstance(entry, str) or (isinstance(entry, Mapping) and "off" in entry):
            raise _Wrong("a project can't move or switch off the shipped rules; remove it.")
        found.append(_custom(entry, {rule.name for rule in found}))

    problems = _each(entries, take, origin)
    return tuple(found), (*others, *problems)


def _each(entries: Sequence[Any], take: Callable[[Any], None], origin: str) -> tuple[str, ...]:
    problems = []
    for place, entry in enumerate(entries[:MOST_RULES]):
        try:
            take(entry)
        except _Wrong as wrong:
            problems.append(f"rules[{place}]{_named(entry)}: {wrong} The rule is left out until then ({origin}).")
    if len(entries) > MOST_RULES:
        problems.append(f"Only the first {MOST_RULES} rules are used, of {len(entries)}; remove some ({origin}).")
    return tuple(problems)


def _named(entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else entry
    return f" ({shown(name)})" if isinstance(name, str) else ""


def _movable(name: str, taken: set[str]) -> str:
    if name in {*FIRST, LAST}:
        raise _Wrong(f"the rule {name} keeps its place; remove it.")
    if name not in MOVABLE:
        close = nearest(name, MOVABLE)
        hint = f"did you mean {close}?" if close else f"there are {', '.join(MOVABLE)}; correct it."
        raise _Wrong(f"there is no shipped rule {shown(name)}; {hint}")
    if name in taken:
        raise _Wrong(f"the rule {name} stands in the list twice; remove one.")
    return name


def _custom(entry: Any, taken: set[str]) -> CustomRule:
    if not isinstance(entry, Mapping):
        raise _Wrong(f"must be an object with name, when and tier, not {shown(entry)}; correct it.")
    rule = _valid(RuleModel, entry)
    if rule.name in RESERVED:
        raise _Wrong(f"name can't be {shown(rule.name)}, which a rule of Tierline's has; choose another.")
    if rule.name in taken:
        raise _Wrong(f"name {shown(rule.name)} stands in the list twice; rename one.")
    said = {field: getattr(rule.when, field) for field in WhenModel.model_fields}
    return CustomRule(
        name=rule.name,
        conditions=tuple(_CONDITIONS[field](value) for field, value in said.items() if value is not None),
        tier=rule.tier,
        reason=rule.reason or "",
    )


def _valid(model: type[Part], entry: Any) -> Part:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        # An unknown name comes first: what is missing is often but misspelt.
        found = sorted(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
        raise _Wrong(_sentence(model, entry, found[0])) from None


def _sentence(model: type[RulePart], entry: Any, error: Any) -> str:
    place = _place(entry, error["loc"])
    if error["type"] == "extra_forbidden":
        *parents, name = error["loc"]
        close = nearest(str(name), _names(model, parents))
        hint = f"did you mean {'.'.join([*map(str, parents), close])}?" if close else "remove it."
        return f"there is no field {place}; {hint}"
    if error["type"] == "missing":
        return f"{place} is missing; add it."
    _, should, what = error["msg"].partition(" should ")
    said = (
        "must be an object"
        if error["type"] == "model_type"
        else f"must {what.partition(' after ')[0]}"
        if should
        else error["msg"]
    )
    return f"{place or 'it'} {said}, not {shown(error['input'])}; correct it."


def _place(entry: Any, loc: Sequence[int | str]) -> str:
    """Return where a value stands, as it was written: a single value may stand for a list of one."""
    place, at = "", entry
    for step in loc:
        if isinstance(step, int):
            if not isinstance(at, list | tuple):
                break
            place, at = f"{place}[{step}]", at[step]
        else:
            place = f"{place}.{step}" if place else step
            at = at.get(step) if isinstance(at, Mapping) else None
    return place


def _names(model: type[RulePart], place: Sequence[int | str]) -> list[str]:
    """Return the names of the fields at ``place``."""
    part = _PARTS.get(tuple(place), model)
    return [info.alias or to_camel(name) for name, info in part.model_fields.items()]
