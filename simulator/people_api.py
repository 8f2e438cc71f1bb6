"""Profiles and groups, as the account may see them."""

from flask import Blueprint

from simulator import webhooks
from simulator.deliveries import Deliveries
from simulator.refusals import Json, refused
from simulator.world import GroupPhone, World


def seen_group(world: World, group_id: str) -> GroupPhone:
    found = world.group_of(group_id)
    if found is None or not found.bot_is_in:
        raise refused(404)
    return found


def people_routes(world: World, deliveries: Deliveries) -> Blueprint:
    routes = Blueprint("people", __name__, url_prefix="/v2/bot")
    add_profiles(routes, world)
    add_groups(routes, world)
    add_leaving(routes, world, deliveries)
    return routes


def add_profiles(routes: Blueprint, world: World) -> None:
    @routes.get("/profile/<user_id>")
    def profile(user_id: str) -> Json:
        person = world.person_of(user_id)
        if person is None or not person.is_reached:
            raise refused(404)
        return {"displayName": person.title, "userId": person.line_id, "language": person.language}

    @routes.get("/group/<group_id>/member/<user_id>")
    def member(group_id: str, user_id: str) -> Json:
        person = world.person_of(user_id)
        if person is None or person.is_gone or person.slug not in seen_group(world, group_id).members:
            raise refused(404)
        return {"displayName": person.title, "userId": person.line_id}


def add_groups(routes: Blueprint, world: World) -> None:
    @routes.get("/group/<group_id>/summary")
    def summary(group_id: str) -> Json:
        return {"groupId": group_id, "groupName": seen_group(world, group_id).title}

    @routes.get("/group/<group_id>/members/count")
    def count(group_id: str) -> Json:
        return {"count": len(seen_group(world, group_id).members)}

    @routes.get("/group/<group_id>/members/ids")
    def ids(group_id: str) -> Json:
        raise refused(403)  # for verified accounts only


def add_leaving(routes: Blueprint, world: World, deliveries: Deliveries) -> None:
    @routes.post("/group/<group_id>/leave")
    def leave(group_id: str) -> Json:
        left = seen_group(world, group_id)
        left.bot_is_in = False
        world.note(left, "บัญชีนี้ออกจากกลุ่มแล้ว")
        world.changed(left)
        deliveries.later(webhooks.event("leave", world.clock(), left))
        return {}

    @routes.post("/room/<room_id>/leave")
    def leave_room(room_id: str) -> Json:
        raise refused(404)  # rooms can no longer be made, and nobody here has an old one
