"""Code, instruction and path in; a ``Profile`` with its signals out. Pure, and no model is asked."""

from tierline.classify.cuts import SHIPPED, Cuts
from tierline.classify.emphasis import Emphasis
from tierline.classify.profile import classify
from tierline.classify.surroundings import Surroundings, surroundings

__all__ = ["SHIPPED", "Cuts", "Emphasis", "Surroundings", "classify", "surroundings"]
