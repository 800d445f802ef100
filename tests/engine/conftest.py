"""A house to open, over the sandbox of the test."""

from functools import partial

import pytest
from engine.home import Open, opened

from tierline.sandbox import Sandbox


@pytest.fixture
def house(sandbox: Sandbox) -> Open:
    return partial(opened, sandbox)
