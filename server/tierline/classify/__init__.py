"""Code, instruction and path in; a ``Profile`` with its signals out. Pure, and no model is asked."""

from tierline.classify.cuts import SHIPPED, Cuts
from tierline.classify.profile import classify

__all__ = ["SHIPPED", "Cuts", "classify"]
