"""Syntax trees of what users select and models answer: how broken it is, what it defines, how it is shaped."""

from tierline.classify.syntax.measures import Function, Measures
from tierline.classify.syntax.names import definitions
from tierline.classify.syntax.tree import Tree, error_count, parse
from tierline.classify.syntax.walk import measure

__all__ = ["Function", "Measures", "Tree", "definitions", "error_count", "measure", "parse"]
