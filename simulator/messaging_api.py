"""The Messaging API's endpoints for messages: reply, push, multicast, validate, content, quota."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, request

from simulator.check_messages import check_messages
from simulator.refusals import Json, Problem, body_refused, property_refused, refused
from simulator.sending import Sending
from simulator.world import World

if TYPE_CHECKING:
    from simulator.line import Line


def json_body() -> Json:
    if request.mimetype != "application/json":
        raise refused(415, f"The content type, {request.mimetype or 'none'}, is not supported")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise refused(400, "The request body could not be parsed as JSON (line: 1, column: 1)")
    return body


def retry_key() -> str | None:
    return request.headers.get("X-Line-Retry-Key")


def message_routes(sending: Sending, world: World) -> Blueprint:
    routes = Blueprint("messages", __name__, url_prefix="/v2/bot")

    @routes.post("/message/reply")
    def reply() -> Json:
        return sending.reply(json_body(), retry_key())

    @routes.post("/message/push")
    def push() -> Json:
        return sending.push(json_body(), retry_key(), g.request_id)

    @routes.post("/message/multicast")
    def multicast() -> Json:
        return sending.multicast(json_body(), retry_key(), g.request_id)

    @routes.post("/message/validate/<any(reply, push, multicast, narrowcast, broadcast):how>")
    def validate(how: str) -> Json:
        check_messages(json_body().get("messages"))
        return {}

    @routes.get("/message/quota")
    def quota() -> Json:
        limit = sending.quota_limit
        return {"type": "none"} if limit is None else {"type": "limited", "value": limit}

    @routes.get("/message/quota/consumption")
    def consumption() -> Json:
        return {"totalUsage": sending.quota_used}

    @routes.post("/chat/loading/start")
    def start_loading() -> tuple[Json, int]:
        check_loading(json_body(), world)
        return {}, 202

    add_content_routes(routes, world)
    return routes


def add_content_routes(routes: Blueprint, world: World) -> None:
    @routes.get("/message/<message_id>/content")
    @routes.get("/message/<message_id>/content/preview")
    def content(message_id: str) -> Response:
        picture = world.pictures[kept_picture_id(world, message_id)]
        return Response(picture.data, mimetype=picture.mime)

    @routes.get("/message/<message_id>/content/transcoding")
    def transcoding(message_id: str) -> Json:
        kept_picture_id(world, message_id)
        return {"status": "succeeded"}


def kept_picture_id(world: World, message_id: str) -> str:
    if message_id in world.unsent_ids:
        raise refused(410)
    if message_id not in world.contents:
        raise refused(404)
    return world.contents[message_id]


def check_loading(body: Json, world: World) -> None:
    if world.person_of(body.get("chatId")) is None:
        raise property_refused("chatId")
    seconds = body.get("loadingSeconds", 20)
    if not isinstance(seconds, int) or not 5 <= seconds <= 60 or seconds % 5:
        raise body_refused([Problem("loadingSeconds", "Must be a multiple of 5 between 5 and 60")])


def account_routes(line: "Line") -> Blueprint:
    """The account itself, and where its webhooks go."""
    routes = Blueprint("account", __name__, url_prefix="/v2/bot")

    @routes.get("/info")
    def info() -> Json:
        return line.bot

    @routes.get("/channel/webhook/endpoint")
    def endpoint() -> Json:
        if line.deliveries.webhook_url is None:
            raise refused(404)
        return {"endpoint": line.deliveries.webhook_url, "active": line.deliveries.webhook_is_active}

    @routes.put("/channel/webhook/endpoint")
    def set_endpoint() -> Json:
        url = json_body().get("endpoint")
        if not isinstance(url, str) or not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
            raise refused(400, "Invalid webhook endpoint URL")
        line.deliveries.webhook_url = url
        return {}

    @routes.post("/channel/webhook/test")
    def test_endpoint() -> Json:
        url = json_body().get("endpoint") or line.deliveries.webhook_url
        if not url:
            raise refused(404)
        return webhook_test(line.tests_webhook(url), line.clock())

    return routes


def webhook_test(status: int, at: datetime) -> Json:
    reasons = {200: "OK", 0: "COULD_NOT_CONNECT"}
    return {
        "success": status == 200,
        "timestamp": at.isoformat().replace("+00:00", "Z"),
        "statusCode": status,
        "reason": reasons.get(status, "ERROR_STATUS_CODE"),
        "detail": str(status),
    }
