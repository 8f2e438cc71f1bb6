"""What a lamp costs: its reporters and followers are told of the repair, once each, and of nothing else by a paid message."""

from statistics import median

from models.case import Case
from models.geography import Point
from simulator import Person
from tests.handlers.poles import HERE, a_pole
from tests.handlers.stories import cases, finishes
from tests.handlers.test_street_lights import reports
from tests.towns import TownUnderTest

CASES = 20


def paid_by(town: TownUnderTest, people: list[Person]) -> int:
    """What messages to these people have cost."""
    theirs = {person.line_id for person in people}
    return sum(sent.paid for sent in town.line.sending.accepted if sent.to in theirs)


def _told_in_chat(person: Person, code: str) -> None:
    person.says("ไฟดับ")
    person.says(code)
    person.taps("ไฟดับ")


def _evening(town: TownUnderTest, chang: Person) -> None:
    """In the afternoon somebody takes what is new; at eight it is done, one lamp after the other."""
    town.passes(hours=6)
    open_ones: list[Case] = [case for case in cases(town) if case.finished_at is None]
    for case in open_ones:
        chang.posts_back(f"do=casework.accept&case={case.key}")
    town.passes(hours=5)
    for case in open_ones:
        chang.posts_back(f"do=casework.accept&case={case.key}")  # shows it again, with its buttons
        finishes(chang, "เปลี่ยนหลอดแล้ว")
        town.passes(minutes=15)


def test_a_light_case_costs_one_message_to_those_who_reported_it(town: TownUnderTest) -> None:
    town.is_patient()
    town.line.sending.quota_limit = None
    chang = town.officer("chang", "ช่าง")
    town.staff_group("กองช่าง", [chang])
    costs: list[int] = []
    for number in range(CASES):
        code = f"A-{number:04}"
        pole = a_pole(town, code, Point(HERE.latitude + number * 0.001, HERE.longitude))
        reporter, follower = town.resident(f"r{number}", "ผู้แจ้ง"), town.resident(f"f{number}", "เพื่อนบ้าน")
        people = [reporter] if number % 4 else [reporter, follower]
        for person in people:
            if number % 2:
                _told_in_chat(person, code)
            else:
                reports(town, person, pole)
        _evening(town, chang)
        town.passes(hours=12)
        costs.append(paid_by(town, people))
    assert len([case for case in cases(town) if case.finished_at is not None]) == CASES
    assert median(costs) <= 1
