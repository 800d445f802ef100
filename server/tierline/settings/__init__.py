"""What a user may write, turned into the rooms' knobs, with every problem named."""

from tierline.settings.model import Settings
from tierline.settings.parse import BadSettings, load_file, merged, parse_settings

__all__ = ["BadSettings", "Settings", "load_file", "merged", "parse_settings"]
