"""The rich menu endpoints: menus, their images, the default, links to people, aliases."""

import re
from typing import Any

from flask import Blueprint, Response, request

from simulator.messaging_api import json_body
from simulator.refusals import Json, Problem, body_refused, property_refused, refused
from simulator.rich_menus import RichMenus, check_rich_menu
from simulator.world import PersonPhone


def rich_menu_routes(menus: RichMenus) -> Blueprint:
    routes = Blueprint("rich_menus", __name__, url_prefix="/v2/bot")
    add_menu_routes(routes, menus)
    add_image_routes(routes, menus)
    add_default_routes(routes, menus)
    add_user_routes(routes, menus)
    add_bulk_routes(routes, menus)
    add_alias_routes(routes, menus)
    return routes


def add_menu_routes(routes: Blueprint, menus: RichMenus) -> None:
    @routes.post("/richmenu")
    def create() -> Json:
        return {"richMenuId": menus.create(json_body())}

    @routes.post("/richmenu/validate")
    def validate() -> Json:
        check_rich_menu(json_body())
        return {}

    @routes.get("/richmenu/list")
    def listing() -> Json:
        return {"richmenus": [menu.as_json() for menu in menus.menus.values()]}

    @routes.get("/richmenu/<menu_id>")
    def get(menu_id: str) -> Json:
        return menus.get(menu_id).as_json()

    @routes.delete("/richmenu/<menu_id>")
    def delete(menu_id: str) -> Json:
        menus.delete(menu_id)
        return {}


def add_image_routes(routes: Blueprint, menus: RichMenus) -> None:
    @routes.post("/richmenu/<menu_id>/content")
    def upload(menu_id: str) -> Json:
        menus.upload(menu_id, request.get_data(), request.mimetype)
        return {}

    @routes.get("/richmenu/<menu_id>/content")
    def image(menu_id: str) -> Response:
        picture_id = menus.get(menu_id).picture_id
        if picture_id is None:
            raise refused(404)
        picture = menus.world.pictures[picture_id]
        return Response(picture.data, mimetype=picture.mime)


def add_default_routes(routes: Blueprint, menus: RichMenus) -> None:
    @routes.get("/user/all/richmenu")
    def default() -> Json:
        if menus.default_id is None:
            raise refused(404, "no default richmenu")
        return {"richMenuId": menus.default_id}

    @routes.post("/user/all/richmenu/<menu_id>")
    def set_default(menu_id: str) -> Json:
        menus.set_default(menu_id)
        return {}

    @routes.delete("/user/all/richmenu")
    def cancel_default() -> Json:
        menus.set_default(None)
        return {}


def linkable(menus: RichMenus, user_id: str) -> PersonPhone:
    found = menus.world.person_of(user_id)
    if found is None:
        raise property_refused("userId")
    return found


def add_user_routes(routes: Blueprint, menus: RichMenus) -> None:
    @routes.get("/user/<user_id>/richmenu")
    def linked(user_id: str) -> Json:
        menu_id = linkable(menus, user_id).rich_menu_id
        if menu_id is None:
            raise refused(404, "the user has no richmenu")
        return {"richMenuId": menu_id}

    @routes.post("/user/<user_id>/richmenu/<menu_id>")
    def link(user_id: str, menu_id: str) -> Json:
        menus.link(linkable(menus, user_id), menu_id)
        return {}

    @routes.delete("/user/<user_id>/richmenu")
    def unlink(user_id: str) -> Json:
        menus.link(linkable(menus, user_id), None)
        return {}


def add_bulk_routes(routes: Blueprint, menus: RichMenus) -> None:
    @routes.post("/richmenu/bulk/<any(link, unlink):verb>")
    def bulk(verb: str) -> tuple[Json, int]:
        body = json_body()
        menu_id = str(body.get("richMenuId")) if verb == "link" else None
        for user_id in body.get("userIds", []):
            if found := menus.world.person_of(user_id):
                menus.link(found, menu_id)
        return {}, 202


def add_alias_routes(routes: Blueprint, menus: RichMenus) -> None:
    @routes.post("/richmenu/alias")
    def create_alias() -> Json:
        alias_id, menu_id = checked_alias(menus, json_body())
        if alias_id in menus.aliases:
            raise refused(400, "conflict richmenu alias id")
        menus.aliases[alias_id] = menu_id
        return {}

    @routes.get("/richmenu/alias/list")
    def list_aliases() -> Json:
        return {"aliases": [alias_json(*pair) for pair in menus.aliases.items()]}

    @routes.get("/richmenu/alias/<alias_id>")
    def get_alias(alias_id: str) -> Json:
        return alias_json(alias_id, known_alias(menus, alias_id))

    @routes.post("/richmenu/alias/<alias_id>")
    def update_alias(alias_id: str) -> Json:
        known_alias(menus, alias_id)
        menus.aliases[alias_id] = checked_alias(menus, json_body() | {"richMenuAliasId": alias_id})[1]
        return {}

    @routes.delete("/richmenu/alias/<alias_id>")
    def delete_alias(alias_id: str) -> Json:
        known_alias(menus, alias_id)
        del menus.aliases[alias_id]
        return {}


def alias_json(alias_id: str, menu_id: str) -> Json:
    return {"richMenuAliasId": alias_id, "richMenuId": menu_id}


def known_alias(menus: RichMenus, alias_id: str) -> str:
    if alias_id not in menus.aliases:
        raise refused(404, "richmenu alias not found")
    return menus.aliases[alias_id]


def checked_alias(menus: RichMenus, body: dict[str, Any]) -> tuple[str, str]:
    alias_id, menu_id = str(body.get("richMenuAliasId")), str(body.get("richMenuId"))
    if not re.fullmatch(r"[a-z0-9_-]{1,32}", alias_id):
        raise body_refused([Problem("richMenuAliasId", "invalid alias id")])
    if menu_id not in menus.menus:
        raise refused(400, "richmenu not found")
    menus.require_image(menu_id)
    return alias_id, menu_id
