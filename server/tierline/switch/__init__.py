"""A situation in, a decision with its reason out. Pure: the table of rules, and what is out until when."""

from tierline.switch.decide import NoTier, Situation, decide
from tierline.switch.outages import Outages
from tierline.switch.rules import RULES, Rule

__all__ = ["RULES", "NoTier", "Outages", "Rule", "Situation", "decide"]
