"""What Tierline tells of itself in a file: standard library logging, one JSON object a line, opened at the first one.

Never in it: code, prompts, answers, keys, and the words of errors that others wrote, for those may quote any of these.
"""

from tierline.log.redact import conceal, redacted
from tierline.log.request import current_request, in_request, new_request
from tierline.log.start import LEVELS, Level, keep_log, log_file, set_level

__all__ = [
    "LEVELS",
    "Level",
    "conceal",
    "current_request",
    "in_request",
    "keep_log",
    "log_file",
    "new_request",
    "redacted",
    "set_level",
]
