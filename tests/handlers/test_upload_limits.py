"""Photos from pages have a limit an hour: enough for a resident, and ten times as much for who photographs pole after pole."""

from uuid import uuid4

import pytest

from handlers.turn import Declined, Moment
from handlers.uploads import MOST_AN_HOUR, uploaded_already
from models.person import person_of
from models.photo import Photo, PhotoStatus
from simulator import Person
from tests.towns import TownUnderTest


def uploads_one_more(town: TownUnderTest, who: Person) -> None:
    """After as many as a resident may send in an hour."""
    with town.engine.database.begin() as session:
        person = person_of(session, who.user_id, town.clock())
        for _ in range(MOST_AN_HOUR):
            session.add(
                Photo(
                    person_id=person.key, upload_key=str(uuid4()), received_at=town.clock(), status=PhotoStatus.STORED
                )
            )
        session.flush()
        assert uploaded_already(Moment(session, town.engine.office, town.clock()), person, str(uuid4())) is None


def test_a_resident_has_to_wait(town: TownUnderTest) -> None:
    with pytest.raises(Declined) as refusal:
        uploads_one_more(town, town.resident("malee", "มาลี"))
    assert refusal.value.key == "form.too_many_uploads"


def test_an_officer_goes_on(town: TownUnderTest) -> None:
    uploads_one_more(town, town.officer("chang", "ช่าง"))
