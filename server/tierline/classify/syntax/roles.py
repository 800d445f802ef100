"""What a node of a syntax tree means for the measures, whatever its grammar calls it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Role:
    """How one sort of node counts. Each role is itself alone: two that count alike are still two.

    The cognitive weights are G. A. Campbell's (Cognitive Complexity, SonarSource, 2018): a *structural* node costs 1
    and 1 more for each level it is nested in, a *flat* one costs 1; what *nests* makes its inside cost more.
    """

    decision: bool = False
    """One more path, in McCabe's sense."""
    structural: bool = False
    flat: bool = False
    nests: bool = False
    control: bool = False
    """A level of control flow: branches, loops, ``try``."""
    loop: bool = False
    scope: bool = False
    """Its inside differs from its outside, so that the walk has to remember it."""
    counter: str = ""
    """The measure that counts nodes of this sort."""
    subject: str = ""
    """The subject that code with such a node surely has (``tierline.classify.subjects``)."""


FUNCTION = Role(scope=True)
CLOSURE = Role(scope=True)
"""A function without a name of its own: it belongs to the function around it, if there is one."""
TYPE = Role(counter="types")
MACRO = Role(counter="types", subject="metaprogramming")
IF = Role(decision=True, structural=True, nests=True, control=True, scope=True)
ELIF = Role(decision=True, flat=True, scope=True)
GUARD = Role(decision=True, structural=True, nests=True, control=True, scope=True)
"""An ``if`` that always has an ``else``, which costs nothing more."""
ELSE = Role()
"""The keyword; it costs 1 where it ends an ``if``."""
TERNARY = Role(decision=True, structural=True, nests=True, scope=True)
SWITCH = Role(structural=True, nests=True, control=True, scope=True)
CASE = Role(decision=True)
LOOP = Role(decision=True, structural=True, nests=True, control=True, loop=True, scope=True, counter="loops")
COMPREHENSION = Role(loop=True, scope=True, counter="loops")
CLAUSE = Role(decision=True)
"""A ``for`` or ``if`` within a comprehension, a guard."""
TRY = Role(control=True, scope=True, counter="tries")
CATCH = Role(decision=True, structural=True, nests=True, scope=True, counter="catches")
JUMP = Role(flat=True)
BREAK = Role()
"""It costs 1 where it names a label."""
BOOLEAN = Role(scope=True)
"""An expression whose operator may be ``and`` or ``or``."""
AND = Role(decision=True)
OR = Role(decision=True)
COALESCE = Role(decision=True)
"""``??`` and the like: a path, but one that reads so easily that it weighs nothing."""
CALL = Role(counter="calls")
PARAMETERS = Role()
"""The list of them, where the grammar has one."""
PARAMETER = Role()
"""A single one, where it has none."""
COMMENT = Role(counter="comments")
IMPORT = Role(counter="imports")
IDENTIFIER = Role()
STATEMENT = Role()
"""An expression that stands alone; in Python a string that does is documentation."""
CONCURRENT = Role(subject="concurrency")
ASYNCHRONOUS = Role(subject="asynchrony")
UNSAFE = Role(subject="unsafe memory")
REGEX = Role(subject="regular expressions")
META = Role(subject="metaprogramming")
FAULT = Role()
"""An error, though the grammar has a place for it."""
