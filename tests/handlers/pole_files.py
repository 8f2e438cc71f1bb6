"""Files of poles as towns have them, built for the tests, and what becomes of them."""

import io
import json
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from content.texts import Texts
from handlers.register.importing import Plan, carry_out, plan_import
from handlers.register.reading import read_file
from handlers.turn import Moment
from models.asset import Asset, AssetKind, asset_coded
from tests.towns import TownUnderTest

HEADS = ("รหัสเสา", "ละติจูด", "ลองจิจูด")
SUAN_DOK = ("A-0001", "18.6489", "99.0402")


def a_csv(
    *rows: Sequence[object], heads: Sequence[str] = HEADS, separator: str = ",", encoding: str = "utf-8"
) -> bytes:
    """A CSV without quotes, as a spreadsheet saves it."""
    return "\r\n".join(separator.join(map(str, row)) for row in (heads, *rows)).encode(encoding)


def an_xlsx(*rows: Sequence[Any], heads: Sequence[str] = HEADS) -> bytes:
    """A workbook with one sheet."""
    book, kept = Workbook(), io.BytesIO()
    for row in (heads, *rows):
        book.worksheets[0].append(list(row))
    book.save(kept)
    return kept.getvalue()


def a_geojson(*poles: tuple[dict[str, Any], Any]) -> bytes:
    """A FeatureCollection of properties and geometries."""
    features = [{"type": "Feature", "properties": told, "geometry": where} for told, where in poles]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def a_point(longitude: float = 99.0402, latitude: float = 18.6489) -> dict[str, Any]:
    """Longitude first, as GeoJSON has it."""
    return {"type": "Point", "coordinates": [longitude, latitude]}


def planned(town: TownUnderTest, source: bytes) -> Plan:
    """What a file would do."""
    with town.engine.database.read() as session:
        return plan_import(Moment(session, town.engine.office, town.clock()), read_file(source))


def imports(town: TownUnderTest, source: bytes) -> Plan:
    """Do it. Raises Declined for a file with a bad row."""
    with town.engine.database.begin() as session:
        moment = Moment(session, town.engine.office, town.clock())
        plan = plan_import(moment, read_file(source))
        carry_out(moment, plan)
    return plan


def problems(town: TownUnderTest, *rows: Sequence[object], heads: Sequence[str] = HEADS) -> list[str]:
    """What is said of a CSV's bad rows: the line, and the key's end."""
    return told(planned(town, a_csv(*rows, heads=heads)))


def told(plan: Plan) -> list[str]:
    """The same of a plan; each sentence has to be sayable in both languages."""
    for language in ("th", "en"):
        for remark in (*plan.problems, *plan.warnings):
            assert Texts(language)(remark.key, **remark.blanks)
    return [f"{remark.line} {remark.key.removeprefix('register.')}" for remark in plan.problems]


def pole(town: TownUnderTest, code: str) -> Asset:
    """The pole with this code."""
    with town.session() as session:
        found = asset_coded(session, AssetKind.POLE, code)
        assert found is not None, code
        return found
