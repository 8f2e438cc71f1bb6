"""Every webhook body in LINE's own SDK repositories is taken. The bodies live beside the checkout, if at all:
without them pytest says that the parameter set is empty."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.webhook_event import EventStatus
from tests.bot.hand_made import delivery, kept, post
from tests.towns import TownUnderTest, a_town

BODIES = sorted((Path(__file__).parents[3] / "shared/line/webhooks").glob("*.json"))


@pytest.fixture(scope="module")
def busy_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TownUnderTest]:
    """One town that gets all of them."""
    with a_town(tmp_path_factory.mktemp("busy")) as town:
        yield town


@pytest.mark.parametrize("file", BODIES, ids=lambda file: file.stem)
def test_lines_own_example_is_taken(busy_town: TownUnderTest, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    body = json.loads(file.read_bytes())
    events = body.pop("events")
    for number, event in enumerate(events):  # the examples share their ids, which LINE never does: each is to be taken
        if "webhookEventId" in event:
            event["webhookEventId"] = f"{file.stem[:40]}{number}"
        if "id" in event.get("message", {}):
            event["message"]["id"] = f"{BODIES.index(file)}{number:03}"
    before = len(kept(busy_town))
    assert post(busy_town, delivery(busy_town, *events, **{**body, "destination": busy_town.line.bot_user_id})) == 200
    busy_town.settles()
    rows = kept(busy_town)[before:]
    assert len(rows) == len({json.dumps(event, sort_keys=True) for event in events})
    assert {row.status for row in rows} <= {EventStatus.DONE}
    assert [record.msg for record in caplog.records if record.name.startswith("bot.") and record.exc_info] == []
