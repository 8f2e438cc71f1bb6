"""LINE Login's part: ID tokens signed by the simulator, and the endpoint that verifies them."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

from flask import Blueprint, request

from simulator.refusals import Json, Refused
from simulator.world import Clock

ISSUER = "https://access.line.me"
LIFE = timedelta(hours=1)


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def not_verified(description: str) -> Refused:
    return Refused(400, {"error": "invalid_request", "error_description": description})


class Login:
    def __init__(self, clock: Clock, channel_id: str, channel_secret: str) -> None:
        self.clock, self.channel_id, self.channel_secret = clock, channel_id, channel_secret

    def id_token(self, user_id: str, name: str, nonce: str | None = None) -> str:
        now = self.clock()
        claims: Json = {
            "iss": ISSUER,
            "sub": user_id,
            "aud": self.channel_id,
            "exp": int((now + LIFE).timestamp()),
            "iat": int(now.timestamp()),
            "amr": ["linesso"],
            "name": name,
        }
        if nonce is not None:
            claims["nonce"] = nonce
        parts = [json.dumps(part).encode() for part in ({"typ": "JWT", "alg": "HS256"}, claims)]
        signed = ".".join(encoded(part) for part in parts)
        return f"{signed}.{self.signature(signed)}"

    def signature(self, signed: str) -> str:
        return encoded(hmac.new(self.channel_secret.encode(), signed.encode(), hashlib.sha256).digest())

    def verify(self, form: dict[str, str]) -> Json:
        """The token's claims, as LINE's own endpoint gives them; refused with its error bodies."""
        if not form.get("id_token"):
            raise not_verified("id_token must not be empty")
        if not form.get("client_id"):
            raise not_verified("client_id must not be empty")
        claims = self.signed_claims(form["id_token"])
        if claims["aud"] != form["client_id"]:
            raise not_verified("Invalid IdToken Audience.")
        if claims["exp"] <= self.clock().timestamp():
            raise not_verified("IdToken expired.")
        if "nonce" in form and form["nonce"] != claims.get("nonce"):
            raise not_verified("Invalid IdToken Nonce.")
        if "user_id" in form and form["user_id"] != claims["sub"]:
            raise not_verified("Invalid IdToken Subject Identifier.")
        return claims

    def signed_claims(self, token: str) -> dict[str, Any]:
        signed, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self.signature(signed).encode()):
            raise not_verified("Invalid IdToken.")
        claims: dict[str, Any] = json.loads(decoded(signed.split(".")[1]))
        return claims


def login_routes(login: Login) -> Blueprint:
    routes = Blueprint("login", __name__)

    @routes.post("/oauth2/v2.1/verify")
    def verify() -> Json:
        return login.verify(request.form.to_dict())

    return routes
