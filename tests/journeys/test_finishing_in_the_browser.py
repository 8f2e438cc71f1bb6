"""Finishing a case on a telephone of 360 pixels: camera first, four taps, and told plainly what proves the repair."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, expect

from content.texts import Texts
from models.case import BANGKOK
from models.enrolment import CodeKind
from models.officer import Role
from simulator import Person
from tests.handlers.stories import the_case
from tests.journeys.screens import can_be_read_by_everybody, on_a_socket
from tests.journeys.test_complaint_in_the_browser import look
from tests.liff_web.forms import INSIDE, a_picture
from tests.liff_web.repair_page import a_photo, after_photos, files_with_a_pin
from tests.towns import TownUnderTest, a_town

TELEPHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "th-TH",
    "device_scale_factor": 2,
}  # fmt: skip
HERE = {"latitude": INSIDE[0] + 0.0003, "longitude": INSIDE[1], "accuracy": 12.0}
FAR_OFF = {"latitude": INSIDE[0] + 0.02, "longitude": INSIDE[1], "accuracy": 12.0}
SHOT = FilePayload(name="after.jpg", mimeType="image/jpeg", buffer=a_picture(size=(3200, 2400)))


class Mana:
    """An officer with the form of a case on their telephone, whose taps are counted."""

    def __init__(self, town: TownUnderTest, context: BrowserContext, language: str) -> None:
        self.town, self.page, self.say, self.taps = town, context.new_page(), Texts(language), 0
        officer: Person = town.resident("mana", "ช่างมานะ", language=language)
        officer.says(f"ลงทะเบียน {town.code(CodeKind.OFFICER, 'public_works', Role.OFFICER)}")
        officer.says("ช่างมานะ")
        town.staff_group("กองช่าง", [officer])
        self.malee: Person = town.resident("malee", "มาลี", language=language)
        files_with_a_pin(self.malee) if language == "th" else self._files_in_english()

    def _files_in_english(self) -> None:
        for words in ("report a problem", "Road", "There is a deep hole in the road"):
            self.malee.says(words)
        self.malee.sends_pin(*INSIDE, "in front of the school")
        self.malee.says("Skip")
        self.malee.taps("Confirm and send")

    @property
    def address(self) -> str:
        """The form's, inside LINE on this telephone."""
        return f"{self.town.line.url}/sim/as/mana/desk/cases/1/finish"

    def opens_the_form(self) -> None:
        """As its case's page shows it."""
        self.page.goto(self.address)
        expect(self.page.get_by_role("button", name=self.say("proof.send"))).to_be_visible()
        self.page.wait_for_load_state()

    def shoots(self, photo: FilePayload = SHOT) -> None:
        """One tap opens the camera, one takes the photo."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator(".is-camera").tap()
        chooser.value.set_files(photo)
        self.taps += 2

    def says_what_was_done(self) -> None:
        """A ready sentence."""
        self.page.locator(".picks label").first.tap()
        self.taps += 1

    def sends(self, said: str) -> None:
        """Done; the page goes back to the case, and says so."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as posted:
            self.page.get_by_role("button", name=self.say("proof.send")).tap()
        self.taps += 1
        assert posted.value.status == 303
        self.page.wait_for_url(re.compile(rf"/desk/cases/1\?said={said}$"))
        self.town.settles()

    def sees_the_proof(self, sentence: str) -> None:
        """On the case's page."""
        self.page.goto(self.address)
        expect(self.page.locator(".proof")).to_contain_text(sentence)

    def can_read_it(self) -> None:
        """By axe, by wide letters and by thumbs."""
        can_be_read_by_everybody(self.page, ".shot", ".picks label", ".back")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[TownUnderTest]:
    """A town whose bot is on a socket."""
    with a_town(tmp_path) as running, on_a_socket(running):
        yield running


@pytest.fixture(params=["th", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """What the officer reads."""
    return str(request.param)


def _telephone(browser: Browser, place: dict[str, float] | None) -> BrowserContext:
    allowed: dict[str, Any] = {"geolocation": place, "permissions": ["geolocation"]} if place else {}
    return browser.new_context(**TELEPHONE, **allowed)


def test_four_taps_and_the_repair_is_proven(
    town: TownUnderTest, browser: Browser, tmp_path: Path, language: str
) -> None:
    mana = Mana(town, _telephone(browser, HERE), language)
    mana.opens_the_form()
    mana.can_read_it()
    look(mana.page, f"finish-{language}", tmp_path)
    mana.shoots()
    expect(mana.page.locator("#finish-place")).to_contain_text("12")
    expect(mana.page.locator(".previews img")).to_have_count(1)
    mana.says_what_was_done()
    mana.can_read_it()
    mana.page.screenshot(path=tmp_path / f"finish-ready-{language}.png", full_page=True)
    mana.sends("finished_proven")
    assert mana.taps <= 4
    (photo,) = after_photos(town)
    assert (photo.width, the_case(town).proof) == (1600, "proven"), "made small on the telephone"
    assert photo.metres_off is not None
    assert 25 < photo.metres_off < 40
    assert len(mana.malee.last_heard.pictures) == 1
    mana.sees_the_proof(mana.say("proof.is_proven"))
    mana.can_read_it()
    mana.page.screenshot(path=tmp_path / f"finish-proven-{language}.png", full_page=True)
    mana.page.context.close()


def test_where_the_position_is_denied_it_is_sent_all_the_same_and_said_what_is_missing(
    town: TownUnderTest, browser: Browser, tmp_path: Path, language: str
) -> None:
    mana = Mana(town, _telephone(browser, None), language)
    mana.opens_the_form()
    mana.shoots()
    expect(mana.page.locator("#finish-place")).to_have_text(mana.say("proof.no_place"))
    mana.says_what_was_done()
    mana.can_read_it()
    mana.page.screenshot(path=tmp_path / f"finish-no-place-{language}.png", full_page=True)
    mana.sends("finished_not_there")
    assert the_case(town).proof == "unproven"
    mana.sees_the_proof(mana.say("proof.is_unproven"))
    mana.can_read_it()
    mana.page.screenshot(path=tmp_path / f"finish-unproven-{language}.png", full_page=True)
    mana.page.context.close()


def test_an_old_photo_from_far_away_proves_nothing(town: TownUnderTest, browser: Browser, tmp_path: Path) -> None:
    mana = Mana(town, _telephone(browser, FAR_OFF), "th")
    mana.opens_the_form()
    old = tmp_path / "old.jpg"
    old.write_bytes(a_picture())
    os.utime(old, (1_600_000_000, 1_600_000_000))
    mana.page.locator("input[multiple]").set_input_files(old)
    expect(mana.page.locator(".previews img")).to_have_count(1)
    mana.says_what_was_done()
    mana.sends("finished_neither")
    assert the_case(town).proof == "unproven"
    mana.page.context.close()


@pytest.mark.parametrize("days", [0, 3])
def test_what_the_photo_says_of_itself_survives_being_made_small(
    town: TownUnderTest, browser: Browser, days: int
) -> None:
    mana = Mana(town, _telephone(browser, HERE), "th")
    mana.opens_the_form()
    taken = (town.clock() - timedelta(days=days)).astimezone(BANGKOK)
    source = a_photo(taken_at=taken, size=(2400, 1800), orientation=6)
    mana.shoots(FilePayload(name="kept.jpg", mimeType="image/jpeg", buffer=source))
    mana.says_what_was_done()
    mana.sends("finished_not_now" if days else "finished_proven")
    (photo,) = after_photos(town)
    assert photo.taken_at is not None
    assert photo.taken_at <= taken
    assert (photo.width, photo.height) == (1200, 1600), "turned once"
    mana.page.context.close()


def test_what_is_no_photo_is_refused_and_what_was_typed_is_still_there(
    town: TownUnderTest, browser: Browser, tmp_path: Path
) -> None:
    mana = Mana(town, _telephone(browser, HERE), "th")
    mana.opens_the_form()
    mana.page.get_by_label(mana.say("proof.own_words")).first.fill("เทยางมะตอยแล้ว")
    mana.shoots(FilePayload(name="letter.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4"))
    mana.page.get_by_role("button", name=mana.say("proof.send")).tap()
    expect(mana.page.get_by_role("alert")).to_have_text(mana.say("proof.not_a_photo"))
    expect(mana.page.get_by_label(mana.say("proof.own_words")).first).to_have_value("เทยางมะตอยแล้ว")
    mana.can_read_it()
    mana.page.screenshot(path=tmp_path / "finish-refused.png", full_page=True)
    assert the_case(town).status == "new"
    mana.page.context.close()


def test_without_scripts_it_is_finished_too_and_without_a_photo_by_keys_alone(
    town: TownUnderTest, browser: Browser, tmp_path: Path
) -> None:
    signed_in = _telephone(browser, None)
    mana = Mana(town, signed_in, "th")
    mana.opens_the_form()
    plain = browser.new_context(**TELEPHONE, storage_state=signed_in.storage_state(), java_script_enabled=False)
    mana.page = plain.new_page()
    mana.opens_the_form()
    for keys in (*["Tab"] * 20,):
        if mana.page.locator("summary:focus").count():
            break
        mana.page.keyboard.press(keys)
    mana.page.keyboard.press("Enter")
    for key in ("Tab", "Space", "Tab", "Tab"):
        mana.page.keyboard.press(key)
    mana.page.locator(".picks label").first.tap()
    mana.page.screenshot(path=tmp_path / "finish-plain.png", full_page=True)
    mana.sends("finished_without_photo")
    assert the_case(town).proof == "no_photo"
    for context in (plain, signed_in):
        context.close()
