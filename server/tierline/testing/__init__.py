"""Where the tests of a file stand, by what the project does already, and how new ones are added to them. Pure."""

from tierline.testing.append import Added, added
from tierline.testing.conventions import CONVENTIONS, Convention
from tierline.testing.place import Place, is_test_file, place

__all__ = ["CONVENTIONS", "Added", "Convention", "Place", "added", "is_test_file", "place"]
