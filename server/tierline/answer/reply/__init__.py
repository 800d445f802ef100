"""A model's reply in, the selection's new text or a reason out. Pure."""

from tierline.answer.reply.read import read_reply
from tierline.answer.reply.reading import Confidence, Reading, Shape

__all__ = ["Confidence", "Reading", "Shape", "read_reply"]
