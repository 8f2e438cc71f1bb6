"""LINE's "no": a status and a body, raised anywhere below the HTTP door and answered there."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

WRONG_TOKEN = "Authentication failed. Confirm that the access token in the authorization header is valid."
RATE_LIMITED = "The API rate limit has been exceeded. Try again later."
MONTH_SPENT = "You have reached your monthly limit."
FAILED_TO_SEND = "Failed to send messages"
INVALID_REPLY_TOKEN = "Invalid reply token"
RETRY_KEY_ACCEPTED = "The retry key is already accepted"

BY_STATUS = {
    401: WRONG_TOKEN,
    403: "Access to this API is not available for your account",
    404: "Not found",
    410: "Gone",
    429: RATE_LIMITED,
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a request body, as in `details`."""

    property: str
    message: str

    def as_json(self) -> Json:
        return {"message": self.message, "property": self.property}


class Refused(Exception):
    def __init__(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = headers or {}


def refused(status: int, message: str | None = None) -> Refused:
    return Refused(status, {"message": message or BY_STATUS.get(status, "Error")})


def body_refused(problems: list[Problem]) -> Refused:
    count = len(problems)
    return Refused(
        400,
        {"message": f"The request body has {count} error(s)", "details": [one.as_json() for one in problems]},
    )


def flex_refused(index: int, problems: list[Problem]) -> Refused:
    return Refused(
        400,
        {
            "message": f"A message (messages[{index}]) in the request body is invalid",
            "details": [one.as_json() for one in problems],
        },
    )


def property_refused(name: str) -> Refused:
    return refused(400, f"The property, '{name}', in the request body is invalid (line: -, column: -)")
