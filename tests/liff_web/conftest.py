"""Who stands in the stories of these pages, as in those of the chat."""

import pytest

from simulator import Group, Person
from tests.handlers.conftest import group, mana
from tests.handlers.stories import files
from tests.liff_web.readers import signs_in
from tests.towns import TownUnderTest

__all__ = ["group", "mana", "somchai"]


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Somebody with one case, who is reading the pages."""
    person = town.resident("somchai", "สมชาย")
    files(person)
    signs_in(town, person)
    return person
