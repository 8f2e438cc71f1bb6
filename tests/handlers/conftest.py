"""Who stands in most of these stories: an officer of public works, and the group that its cases go to."""

import pytest

from simulator import Group, Person
from tests.towns import TownUnderTest


@pytest.fixture
def mana(town: TownUnderTest) -> Person:
    """An officer of public works."""
    return town.officer("mana", "ช่างมานะ")


@pytest.fixture
def group(town: TownUnderTest, mana: Person) -> Group:
    """The enrolled group of public works."""
    return town.staff_group("กองช่าง", [mana])
