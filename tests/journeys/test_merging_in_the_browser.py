"""Two reports of one hole become one case and are parted again, on a telephone and on a wide screen, by taps and by keys."""

from pathlib import Path

from playwright.sync_api import expect

from models.case import Case, Status
from tests.journeys.test_case_in_the_browser import Working, working

__all__ = ["working"]


def test_an_officer_joins_two_reports_and_parts_them_again(working: Working, tmp_path: Path) -> None:
    page, say = working.page, working.say
    box = page.locator(".merge")
    expect(box).to_contain_text("70-000002")
    working.can_be_read_by_everybody()
    working.looks("may-be-the-same", tmp_path)
    box.get_by_role("button", name=say("desk_merge.into", number="70-000002")).click()
    working.is_told("desk_said.merged")
    expect(page.locator(".number strong")).to_have_text("70-000002")
    expect(box).to_contain_text("70-000001")
    expect(box.get_by_role("img")).to_have_count(1)
    working.can_be_read_by_everybody()
    working.looks("merged-here", tmp_path)

    box.get_by_role("link", name="70-000001", exact=True).click()
    expect(box).to_contain_text(say("desk_merge.goes_on", number="70-000002"))
    working.can_be_read_by_everybody()
    working.looks("goes-on", tmp_path)
    box.get_by_role("button", name=say("desk_merge.unmerge", number="70-000001")).focus()
    page.keyboard.press("Enter")
    working.is_told("desk_said.unmerged")
    with working.town.session() as session:
        assert [session.get_one(Case, key).status for key in (1, 2)] == [Status.NEW, Status.NEW]


def test_a_number_that_nobody_has_is_said_to_be_unknown(working: Working) -> None:
    page, say = working.page, working.say
    page.locator("summary").filter(has_text=say("desk_merge.by_number")).click()
    page.get_by_label(say("desk_merge.number"), exact=True).fill("70-009999")
    page.get_by_role("button", name=say("desk_merge.merge"), exact=True).click()
    expect(page.get_by_role("alert")).to_have_text(say("desk_merge.unknown"))
    assert len(working.complaints) == 1
    assert "409" in working.complaints.pop()
