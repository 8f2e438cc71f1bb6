"""Rich menus: made, dressed with an image, shown to everybody or to one, and refused."""

import io
from typing import Any

import pytest
import requests
from linebot.v3.messaging import (
    ApiException,
    CreateRichMenuAliasRequest,
    MessagingApi,
    MessagingApiBlob,
    RichMenuRequest,
)
from PIL import Image

from simulator import Line, Person
from tests.simulator.conftest import Bot

AREA = {
    "bounds": {"x": 0, "y": 0, "width": 1250, "height": 843},
    "action": {"type": "postback", "label": "แจ้งปัญหา", "data": "do=x"},
}
MENU = {
    "size": {"width": 2500, "height": 1686},
    "selected": True,
    "name": "main",
    "chatBarText": "เมนู",
    "areas": [AREA],
}


def status_of(caught: pytest.ExceptionInfo[ApiException]) -> int:
    return int(caught.value.status)


def menu() -> RichMenuRequest:
    return RichMenuRequest.from_dict(MENU)


def png(width: int = 2500, height: int = 1686) -> bytes:
    data = io.BytesIO()
    Image.new("P", (width, height)).save(data, "PNG")
    return data.getvalue()


def upload(blobs: MessagingApiBlob, menu_id: str, image: bytes) -> None:
    blobs.set_rich_menu_image(menu_id, body=bytearray(image), _headers={"Content-Type": "image/png"})


def test_a_rich_menu_reaches_the_phone_once_it_has_its_image(
    api: MessagingApi, blobs: MessagingApiBlob, bot: Bot, somchai: Person
) -> None:
    menu_id = api.create_rich_menu(menu()).rich_menu_id
    with pytest.raises(ApiException, match="must upload richmenu image"):
        api.set_default_rich_menu(menu_id)
    upload(blobs, menu_id, png())
    api.set_default_rich_menu(menu_id)
    assert api.get_default_rich_menu_id().rich_menu_id == menu_id
    assert api.get_rich_menu_list().richmenus[0] == api.get_rich_menu(menu_id)
    assert bytes(blobs.get_rich_menu_image(menu_id)) == png()
    somchai.taps("แจ้งปัญหา")
    assert bot.events[-1]["postback"] == {"data": "do=x"}

    api.cancel_default_rich_menu()
    assert somchai.offered == []
    with pytest.raises(ApiException) as caught:
        api.get_default_rich_menu_id()
    assert status_of(caught) == 404


def test_a_rich_menu_of_ones_own_goes_before_the_default(
    line: Line, api: MessagingApi, blobs: MessagingApiBlob, somchai: Person
) -> None:
    menu_id = api.create_rich_menu(menu()).rich_menu_id
    upload(blobs, menu_id, png())
    api.link_rich_menu_id_to_user(somchai.user_id, menu_id)
    assert api.get_rich_menu_id_of_user(somchai.user_id).rich_menu_id == menu_id
    assert somchai.offered == ["แจ้งปัญหา"]
    api.unlink_rich_menu_id_from_user(somchai.user_id)
    assert somchai.offered == []
    api.delete_rich_menu(menu_id)
    with pytest.raises(ApiException) as caught:
        api.get_rich_menu(menu_id)
    assert status_of(caught) == 404


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"chatBarText": "ก" * 15}, "chatBarText"),
        ({"name": ""}, "name"),
        ({"selected": "yes"}, "selected"),
        ({"size": {"width": 700, "height": 400}}, "size.width"),
        ({"size": {"width": 2500, "height": 2000}}, "size.height"),
        ({"size": {"width": 800, "height": 500}}, "areas[0].bounds"),
        ({"areas": [AREA] * 21}, "areas"),
        ({"areas": [AREA | {"action": {"type": "camera", "label": "ถ่าย"}}]}, "areas[0].action.type"),
    ],
)
def test_a_rich_menu_out_of_bounds_is_refused(line: Line, wrong: dict[str, Any], place: str) -> None:
    for path in ("richmenu", "richmenu/validate"):
        answer = requests.post(
            f"{line.url}/v2/bot/{path}", json=MENU | wrong, headers={"Authorization": f"Bearer {line.token}"}, timeout=5
        )
        assert answer.status_code == 400
        assert place in [detail["property"] for detail in answer.json()["details"]]
    assert line.rich_menus.menus == {}


def test_a_rich_menu_image_must_fit(api: MessagingApi, blobs: MessagingApiBlob) -> None:
    menu_id = api.create_rich_menu(menu()).rich_menu_id
    for image, status in ((png(800, 540), 400), (b"no image", 400), (png() + bytes(1024 * 1024), 413)):
        with pytest.raises(ApiException) as caught:
            upload(blobs, menu_id, image)
        assert status_of(caught) == status


def test_aliases_name_rich_menus(api: MessagingApi, blobs: MessagingApiBlob) -> None:
    menu_id = api.create_rich_menu(menu()).rich_menu_id
    upload(blobs, menu_id, png())
    api.create_rich_menu_alias(CreateRichMenuAliasRequest(richMenuAliasId="main", richMenuId=menu_id))
    assert api.get_rich_menu_alias("main").rich_menu_id == menu_id
    assert [one.rich_menu_alias_id for one in api.get_rich_menu_alias_list().aliases] == ["main"]
    api.delete_rich_menu_alias("main")
    assert api.get_rich_menu_alias_list().aliases == []
