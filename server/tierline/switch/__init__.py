"""A situation in, a decision with its reason out. Pure: the table of rules, and what is out until when."""

from tierline.switch.custom import CustomRule, ProjectRules, own_rule, project_rule
from tierline.switch.decide import NoTier, Situation, decide, decisions
from tierline.switch.outages import Outages
from tierline.switch.rules import COMMIT, RULES, Rule
from tierline.switch.table import OwnRules, arrange

__all__ = [
    "COMMIT",
    "RULES",
    "CustomRule",
    "NoTier",
    "Outages",
    "OwnRules",
    "ProjectRules",
    "Rule",
    "Situation",
    "arrange",
    "decide",
    "decisions",
    "own_rule",
    "project_rule",
]
