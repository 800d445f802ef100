"""How amounts are spelled."""

from decimal import Decimal

_CENT = Decimal("0.01")


def usd(amount: Decimal) -> str:
    """Spell an amount exactly, with two decimals or as many as it needs: ``$15.00``, ``$0.265``."""
    exact = amount.normalize()
    return f"${amount:.2f}" if exact == exact.quantize(_CENT) else f"${exact:f}"
