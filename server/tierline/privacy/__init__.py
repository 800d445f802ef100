"""What must not leave the machine: secrets are masked and restored, ignored files are not read. Pure."""

from tierline.privacy.ignore import IgnoreRules
from tierline.privacy.mask import Restorer, Vault, mask
from tierline.privacy.secrets import Secret, find_secrets, prepare, prepared

__all__ = ["IgnoreRules", "Restorer", "Secret", "Vault", "find_secrets", "mask", "prepare", "prepared"]
