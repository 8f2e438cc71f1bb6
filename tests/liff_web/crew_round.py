"""How tests send the forms of the crew's page, plainly as a browser does or as its script sends what was kept."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlmodel import col, select
from werkzeug.test import TestResponse

from models.streetlight import PartUsed, RepairVisit
from tests.liff_web.repair_page import newest
from tests.towns import TownUnderTest

JSON = {"Accept": "application/json"}


def at_lamp(
    town: TownUnderTest, deed: str, case: int = 1, *, headers: Mapping[str, str] = JSON, **told: Any
) -> TestResponse:
    """Send one of the forms of a lamp's card; the bot then works until nothing is due."""
    form = {"key": str(uuid4())} | told
    answer = town.web.post(f"/desk/lights/tonight/{case}/{deed}", data=form, headers=headers)
    town.settles()
    return answer


def repairs(
    town: TownUnderTest,
    case: int = 1,
    photos: Sequence[bytes] = (),
    *,
    headers: Mapping[str, str] = JSON,
    **told: str,
) -> TestResponse:
    """Done: with the step that the page showed, unless another is told."""
    chosen = [(io.BytesIO(photo), f"{number}.jpg") for number, photo in enumerate(photos)]
    form = {"key": str(uuid4()), "work": "lamp_changed", "seen": str(newest(town, case)), **told}
    data = {**form, "photos": chosen or (io.BytesIO(), "")}
    path = f"/desk/lights/tonight/{case}/finish"
    answer = town.web.post(path, data=data, headers=headers, content_type="multipart/form-data")
    town.settles()
    return answer


def sentence(answer: TestResponse, status: int = 200) -> str:
    """What the script is told."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    return str(answer.get_json()["sentence"])


def visits(town: TownUnderTest) -> list[RepairVisit]:
    """All of them."""
    with town.session() as session:
        return list(session.exec(select(RepairVisit).order_by(col(RepairVisit.id))))


def parts(town: TownUnderTest) -> dict[str, int]:
    """How many of each part were used."""
    with town.session() as session:
        used = list(session.exec(select(PartUsed)))
    return {code: sum(one.count for one in used if one.part == code) for code in sorted({one.part for one in used})}
