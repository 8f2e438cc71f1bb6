"""`baanrao quota`: the month's paid messages, in words, on one screen."""

from sqlmodel import col, delete

from bot.clock import now
from models.known_fact import KnownFact
from models.outgoing import Lane
from notifications.quota import READING
from tests.bot.hand_made import baanrao
from tests.handlers.stories import files, the_case
from tests.notifications.owed import owed
from tests.notifications.test_quota import reads
from tests.towns import TownUnderTest


def test_before_line_has_told_anything_it_says_so(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        session.exec(delete(KnownFact).where(col(KnownFact.name) == READING))
    said = baanrao(town, "quota")
    assert (said.exit_code, "not told the quota yet" in said.stdout) == (0, True)


def test_an_account_without_a_limit_is_told_what_it_used(town: TownUnderTest) -> None:
    town.clock.at = now()
    reads(town, None, 41)
    assert "no limit. Used this month: 41." in baanrao(town, "quota").stdout


def test_it_tells_what_is_left_who_used_it_and_what_is_held(town: TownUnderTest) -> None:
    town.clock.at = now()
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    case = the_case(town)
    for lane in (Lane.DUTY, Lane.DUTY, Lane.STATUS):
        owed(town, somchai, lane.value, lane, case_id=case.id)
    town.settles()
    reads(town, 300, 240)
    owed(town, somchai, Lane.NEWS.value, Lane.NEWS)
    town.settles()

    said = baanrao(town, "quota").stdout
    assert "60 of 300 paid messages are left this month; 240 are used." in said
    assert "The last 30 are kept for emergencies." in said
    assert "Paid this month by our own count: duty 2, status 1." in said
    assert "Held until there is room: news 1." in said
    assert f"  {case.number}  3" in said
    assert somchai.user_id not in said
    assert len(said.splitlines()) <= 12
