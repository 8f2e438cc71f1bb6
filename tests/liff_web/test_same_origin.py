"""What changes something comes from our own pages alone, whatever cookie the browser adds to it."""

import pytest

from content.texts import Texts
from tests.towns import TownUnderTest

OURS = "http://127.0.0.1:9"  # the town's BASE_URL
FROM_HERE = {
    "fetch, as it names itself": {"Sec-Fetch-Site": "same-origin"},
    "the town's address": {"Origin": OURS},
    "the address that was called": {"Origin": "http://localhost"},
    "the page before": {"Referer": f"{OURS}/liff/cases/1?said=added"},
    "best counts alone": {"Sec-Fetch-Site": "same-origin", "Origin": "http://the-phone-beside.example"},
}
FROM_ELSEWHERE = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour's name": {"Sec-Fetch-Site": "same-site"},
    "typed": {"Sec-Fetch-Site": "none"},
    "another origin": {"Origin": "https://stranger.example"},
    "our name in front": {"Origin": f"{OURS}.stranger.example"},
    "another port": {"Origin": "http://127.0.0.1:99"},
    "a sandbox": {"Origin": "null"},
    "another page before": {"Referer": f"https://stranger.example/?{OURS}"},
    "an odd page before": {"Referer": "http://[::1"},
    "the origin says more than the page": {"Origin": "https://stranger.example", "Referer": OURS},
    "nothing at all": {},
}


def _posts(town: TownUnderTest, said: dict[str, str]) -> tuple[int, str]:
    del town.web.environ_base["HTTP_SEC_FETCH_SITE"]
    token = town.line.id_token(town.resident("somchai", "สมชาย"))
    answer = town.web.post("/liff/session", json={"id_token": token}, headers=said)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("said", FROM_HERE.values(), ids=FROM_HERE.keys())
def test_a_form_of_ours_is_taken(town: TownUnderTest, said: dict[str, str]) -> None:
    assert _posts(town, said)[0] == 204
    assert town.web.get_cookie("session") is not None


@pytest.mark.parametrize("said", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE.keys())
def test_a_form_of_another_site_is_refused_with_a_sentence(town: TownUnderTest, said: dict[str, str]) -> None:
    sentence = Texts("th")("pages.not_from_here", phone=town.engine.office.town.phone)
    assert _posts(town, said) == (403, sentence)
    assert town.web.get_cookie("session") is None


def test_whoever_only_reads_may_come_from_anywhere(town: TownUnderTest) -> None:
    assert town.web.get("/liff/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_what_is_no_page_needs_no_page_before_it(town: TownUnderTest) -> None:
    del town.web.environ_base["HTTP_SEC_FETCH_SITE"]
    assert town.web.post("/webhook", data=b"{}").status_code == 401, "the signature decides, as ever"
