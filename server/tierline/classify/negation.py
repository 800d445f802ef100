"""Whether a word that was found is denied where it stands: "not production", "kein Prototyp", "本番ではない"."""

import re

_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|no|non|never|nothing|neither|nor|without|isn['’]?t|aren['’]?t|wasn['’]?t|don['’]?t|doesn['’]?t|"  # noqa: RUF001 the apostrophe of word processors
    r"kein|keine|keinen|keinem|keiner|nicht|nie|ohne|pas|aucun|aucune|sans|sin|ningún|ninguna|não|sem|nenhum|"
    r"nessun|nessuna|senza|geen|niet|nie|не|без|нет)[\s-]+"
    r"(?:(?:a|an|the|in|for|on|to|of|be|is|it|yet|really|very|that|so|just|only|any|some|meant|intended|longer|my|our|"
    r"ein|eine|einen|für|der|die|das|im|ist|de|d|un|une|en|pour|la|le|es|est|una|para|el|um|uma|é|em|il|di|per|"
    r"een|voor|na|w|в|для|это)[\s'’]+){0,4}|(?:不是|并非|非|不|没有))$",  # noqa: RUF001 the same
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(r"^(?:の?(?:コード|環境))?(?:では|じゃ)(?:ない|ありません)|^(?:이|가)? ?아니")
_FAR_ENOUGH = 60


def is_denied(text: str, start: int, end: int) -> bool:
    """Return whether ``text[start:end]`` is denied by the words right before it, or after it in Japanese and Korean.

    Only articles and the like may stand between: "don't break prod" says nothing against "prod".
    """
    before = text[max(0, start - _FAR_ENOUGH) : start]
    return _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.match(text[end : end + _FAR_ENOUGH]) is not None
