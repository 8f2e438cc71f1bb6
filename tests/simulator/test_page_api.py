"""What the page of phones asks for and does."""

import base64
import threading
from pathlib import Path
from typing import Any

import pytest
import requests
from linebot.v3.messaging import MessagingApi, PushMessageRequest, TextMessage

from simulator import Line, Person
from simulator.cast import gather
from simulator.pictures import sample_photo
from tests.simulator.conftest import Bot, Clock


def act(line: Line, phone: str, verb: str, **more: Any) -> requests.Response:
    return requests.post(f"{line.url}/sim/act", json={"phone": phone, "verb": verb} | more, timeout=5)


def entries(line: Line, after: int = 0) -> list[dict[str, Any]]:
    answer = requests.get(f"{line.url}/sim/entries", params={"after": after}, timeout=5)
    return list(answer.json()["entries"])


def test_the_demo_town_has_its_people(line: Line) -> None:
    gather(line)
    answer = requests.get(f"{line.url}/sim/phones", timeout=5).json()
    titles = [phone["title"] for phone in answer["phones"]]
    assert titles == ["สมชาย", "มาลี", "ป้าสมศรี", "ช่างมานะ", "ช่างวิชัย", "ผอ.ประพันธ์", "นายกสมบูรณ์", "กองช่าง"]
    group = answer["phones"][-1]
    assert (group["id"], group["kind"], group["botIsIn"]) == ("public_works", "group", False)
    assert [member["id"] for member in group["members"]] == ["mana", "wichai"]


def test_every_verb_of_the_page_reaches_the_bot(line: Line, bot: Bot) -> None:
    gather(line)
    photo = base64.b64encode(sample_photo()).decode()
    assert act(line, "somchai", "adds").status_code == 204
    for verb, more in (
        ("says", {"text": "แจ้งปัญหา"}),
        ("photo", {}),
        ("photo", {"data": photo}),
        ("pin", {"latitude": 18.6, "longitude": 99.0, "address": "ถนนใหญ่"}),
        ("sticker", {}),
        ("postback", {"data": "do=x", "displayText": "ครับ"}),
        ("datetime", {"data": "when", "params": {"date": "2026-11-21"}}),
        ("blocks", {}),
    ):
        assert act(line, "somchai", verb, **more).status_code == 204
    assert act(line, "public_works", "invites", **{"as": "mana"}).status_code == 204
    assert act(line, "public_works", "says", text="ลงทะเบียนกลุ่ม", **{"as": "mana"}).status_code == 204
    kinds = [event.get("message", {}).get("type", event["type"]) for event in bot.events]
    assert kinds == [
        "follow", "text", "image", "image", "location", "sticker", "postback", "postback", "unfollow", "join", "text",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"phone": "somchai", "verb": "flies"}, 400),
        ({"phone": "nobody", "verb": "says", "text": "ก"}, 400),
        ({"phone": "somchai", "verb": "says"}, 400),
        ({"phone": "somchai", "verb": "pin", "latitude": "north", "longitude": 1}, 400),
        ({"phone": "somchai", "verb": "photo", "data": "bm90IGEgcGhvdG8="}, 400),
        ({"phone": "somchai", "verb": "unsend", "seq": 999}, 400),
    ],
)
def test_a_mistaken_act_is_told_in_words(line: Line, somchai: Person, wanted: dict[str, Any], status: int) -> None:
    answer = requests.post(f"{line.url}/sim/act", json=wanted, timeout=5)
    assert answer.status_code == status
    assert answer.json()["message"]


def test_what_cannot_be_done_now_is_a_409(line: Line, somchai: Person) -> None:
    somchai.blocks()
    assert act(line, "somchai", "says", text="ก").status_code == 409


def test_entries_are_what_each_phone_shows(line: Line, api: MessagingApi, somchai: Person) -> None:
    somchai.sends_photo()
    api.push_message(PushMessageRequest(to=somchai.user_id, messages=[TextMessage(text="ครับ")]))
    told, photo, answer = entries(line)
    assert (told["from"], photo["from"], answer["from"]) == ("system", "somchai", "bot")
    assert (answer["phone"], answer["at"]) == ("somchai", "2026-11-21T02:00:00.000Z")
    assert answer["message"] == {"type": "text", "text": "ครับ"}
    picture = requests.get(line.url + photo["message"]["originalContentUrl"], timeout=5)
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content == sample_photo(1)


def test_unsending_takes_the_words_off_the_page(line: Line, somchai: Person) -> None:
    somchai.says("ความลับ")
    seq = entries(line)[-1]["seq"]
    assert act(line, "somchai", "unsend", seq=seq).status_code == 204
    assert [entry.get("unsent") for entry in entries(line, after=seq)] == [seq]
    assert "ความลับ" not in str(entries(line))


def test_the_page_is_told_as_soon_as_there_is_news(line: Line, somchai: Person) -> None:
    seq = line.world.seq
    answers: list[list[dict[str, Any]]] = []
    waiting = threading.Thread(target=lambda: answers.append(entries(line, after=seq)))
    waiting.start()
    somchai.says("มาแล้ว")
    waiting.join(timeout=5)
    assert [entry["message"]["text"] for entry in answers[0]] == ["มาแล้ว"]


def test_a_changed_phone_is_asked_for_again(line: Line, somchai: Person) -> None:
    seq = line.world.seq
    somchai.blocks()
    assert {"seq": line.world.seq, "phone": "somchai", "changed": True} in entries(line, after=seq)


def test_the_faults_switch_goes_on_and_off(line: Line, api: MessagingApi, somchai: Person) -> None:
    url = f"{line.url}/sim/faults"
    requests.post(url, json={"reply_push": "month", "deliveries": "reorder"}, timeout=5)
    assert requests.get(url, timeout=5).json() == {"reply_push": "month", "deliveries": "reorder"}
    with pytest.raises(Exception, match="monthly limit"):
        api.push_message(PushMessageRequest(to=somchai.user_id, messages=[TextMessage(text="ครับ")]))
    requests.post(url, json={"reply_push": None, "deliveries": None}, timeout=5)
    api.push_message(PushMessageRequest(to=somchai.user_id, messages=[TextMessage(text="ครับ")]))
    assert requests.get(f"{line.url}/sim/quota", timeout=5).json() == {"used": 1, "limit": 300}
    assert line.deliveries.reorder is False


def test_other_sites_cannot_play_with_the_phones(line: Line) -> None:
    for headers in ({"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert requests.get(f"{line.url}/sim/phones", headers=headers, timeout=5).status_code == 403
    form = requests.post(f"{line.url}/sim/act", data="{}", headers={"Content-Type": "text/plain"}, timeout=5)
    assert form.status_code == 415


def test_the_page_runs_nothing_but_its_own_files(clock: Clock) -> None:
    with Line(clock=clock, webhook_url="http://127.0.0.1:8001/webhook") as line:
        policy = requests.get(f"{line.url}/", timeout=5).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "img-src 'self' data: blob: http://127.0.0.1:8001 http://localhost:8001;" in policy


def test_tomorrow_goes_on_where_today_stopped(tmp_path: Path, clock: Clock, bot: Bot) -> None:
    state = tmp_path / "demo" / "line.json"
    with Line(clock=clock, deliver=bot, state_file=state) as line:
        gather(line)
        line.person("somchai").adds()
        line.person("somchai").sends_photo()
        line.group("กองช่าง", slug="public_works").invites_bot(by=line.person("mana"))
        message = {"to": line.person("somchai").user_id, "messages": [{"type": "text", "text": "ครับ"}]}
        line.sending.push(message, None, "request")
        before = entries(line)
    with Line(clock=clock, deliver=bot, state_file=state) as line:
        gather(line)
        assert entries(line) == before
        assert line.person("somchai").last_heard.text == "ครับ"
        assert (line.sending.quota_used, line.group("กองช่าง", slug="public_works").bot_is_in) == (1, True)
        photo_id = next(event["message"]["id"] for event in bot.events if event["type"] == "message")
        bearer = {"Authorization": f"Bearer {line.token}"}
        answer = requests.get(f"{line.url}/v2/bot/message/{photo_id}/content", headers=bearer, timeout=5)
        assert answer.content == sample_photo(1)
        line.person("somchai").says("กลับมาแล้ว")
        assert line.world.entries[-1].seq > before[-1]["seq"]
