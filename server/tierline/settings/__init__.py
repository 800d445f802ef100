"""What a user or a project may write, turned into the rooms' knobs, with every problem named."""

from tierline.settings.file import load_file, read_file
from tierline.settings.ignored import IgnoredFile, ignored
from tierline.settings.model import Settings
from tierline.settings.parse import BadSettings, merged, parse_editor_settings, parse_settings
from tierline.settings.project import Project, branch_in, project_in, root_of
from tierline.settings.rules import read_rules

__all__ = [
    "BadSettings",
    "IgnoredFile",
    "Project",
    "Settings",
    "branch_in",
    "ignored",
    "load_file",
    "merged",
    "parse_editor_settings",
    "parse_settings",
    "project_in",
    "read_file",
    "read_rules",
    "root_of",
]
