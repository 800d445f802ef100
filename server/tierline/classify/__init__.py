"""Code, instruction and path in; a ``Profile`` with its signals out. Pure, and no model is asked."""

from tierline.classify.profile import classify

__all__ = ["classify"]
