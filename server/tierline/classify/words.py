"""What the words of an instruction say: tables of words, each with the plain sentence it stands for."""

import re
from dataclasses import dataclass

from tierline.task import Signal


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern, what it means in plain words, and how far it moves the difficulty."""

    name: str
    pattern: re.Pattern[str]
    sentence: str
    weight: float = 0.0

    def signal(self, said: str, strength: float = 1.0) -> Signal:
        """Return what ``said`` means, with ``strength`` in 0..1 of the weight."""
        return Signal(name=self.name, sentence=f'{self.sentence} ("{said}")', weight=self.weight * strength)


def cue(name: str, pattern: str, sentence: str, weight: float = 0.0) -> Cue:
    """Return a cue; its pattern is for text in lower case, which is three times as fast as disregarding case."""
    return Cue(name, re.compile(pattern), sentence, weight)


ORDER_CUES = (
    cue(
        "trivial",
        r"\b(?:typos?|rename|one[- ]liner|simple|simply|just|small|tiny|quick(?:ly)?|briefly)\b",
        "asks for little",
        -0.1,
    ),
    cue(
        "greeting",
        r"\bhello,? world\b|\b(?:say|print) (?:hello|hi)\b|\b(?:getters?|setters?|boilerplate|placeholder)\b|"
        r"^\W*(?:hi|hello|hey|thanks|thank you|hallo|hola|bonjour|ciao)\b[\s!.]*$",
        "asks for what every model knows",
        -0.2,
    ),
    cue(
        "form",
        r"\b(?:re-?format|format (?:this|it|the (?:code|file|selection))|indent(?:ation)?|reorder|"
        r"sort (?:the )?imports|add (?:a )?comments?|docstrings?|type hints?)\b",
        "asks for form, not logic",
        -0.08,
    ),
    cue(
        "redesign",
        r"\b(?:re-?design|re-?architect|re-?write|migrat\w+|port (?:it |this )?to|decouple|generali[sz]e|overhaul)\b",
        "asks for a redesign",
        0.12,
    ),
    cue(
        "hard",
        r"\b(?:race conditions?|dead ?locks?|memory leaks?|thread[- ]safe|lock[- ]free|distributed|consensus|"
        r"concurren(?:t|cy)|transactional|idempoten\w+|backwards?[- ]compatib\w+|invariants?|proofs?|prove)\b",
        "names a hard subject",
        0.14,
    ),
    cue(
        "optimal",
        r"\b(?:optimal(?:ly)?|(?:minimum|smallest|fewest) number of|asymptotic\w*|o\([^)\n]{1,20}\)|"
        r"(?:time|space) complexity|linear time|constant space)\b",
        "asks for an optimal solution",
        0.1,
    ),
    cue(
        "breadth",
        r"\b(?:all (?:the )?(?:callers|files|usages|modules)|every (?:caller|file|usage|module)|"
        r"across (?:the|all|files|modules)|whole (?:codebase|project|module)|entire (?:codebase|project|module)|"
        r"throughout)\b",
        "reaches beyond one place",
        0.08,
    ),
)
"""What the words of an order say of the difficulty: written down, not fitted, for no public data has orders."""
