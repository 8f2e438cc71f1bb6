"""What the administrator of an installation decides: read from the environment once, at the start, and then frozen.

A missing or malformed setting stops the start with sentences that say which it is and where to get it.
"""

import ipaddress
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from content.catalogue import load_catalogue
from content.dangers import load_dangers
from content.office import TownDoesNotFit, must_fit
from content.qr_codes import keys_in
from content.towns import NoSuchTown, load_town

# What a value looks like, and how to say so to somebody who has pasted the wrong one.
SHAPES = {
    "line_channel_secret": (r"[0-9a-f]{32}", "must be 32 characters, only 0-9 and a-f"),
    "line_channel_access_token": (r"[!-~]+", "must be one line without spaces"),
    "line_login_channel_id": (r"[0-9]{10}", "must be 10 digits"),
    "liff_id": (r"[0-9]{10}-[A-Za-z0-9]{8}", "must look like 1234567890-AbcdEfgh"),
    "secret_key": (r"(?s).{32,}", "must be at least 32 characters"),
}


class SettingsWrong(Exception):
    """The start must not go on. `problems` says by setting what is wrong and how to get it right."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        lines = [f"  {name} {problem}" for name, problem in problems.items()]
        super().__init__("\n".join(["Baanrao cannot start, its settings need care (docs/running.md):", *lines]))


class Settings(BaseModel):
    """One installation. Descriptions say how to get a value; defaults suit a small town on one server."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    line_channel_secret: SecretStr = Field(
        description="LINE Developers console, your Messaging API channel, tab Basic settings: Channel secret."
    )
    line_channel_access_token: SecretStr = Field(
        description="LINE Developers console, your Messaging API channel, tab Messaging API: "
        "issue a Channel access token (long-lived)."
    )
    line_api_url: str | None = Field(
        None, description="Leave it out to talk to LINE itself; only a stand-in for LINE needs it."
    )
    line_login_channel_id: str = Field(
        description="LINE Developers console, your LINE Login channel (same provider), tab Basic settings: Channel ID."
    )
    liff_id: str = Field(description="LINE Developers console, your LINE Login channel, tab LIFF: LIFF ID.")
    base_url: str = Field(description="The address at which LINE and people reach this server.")
    database_url: str = Field(
        "",
        repr=False,
        description="Leave it out for SQLite in DATA_DIR, or say postgresql+psycopg://user:password@host/name.",
    )
    town: str = Field(description="A folder in content/towns, such as demo, or the path of your own.")
    secret_key: SecretStr = Field(
        description='Make one up, once, and keep it: python3 -c "import secrets; print(secrets.token_hex(32))".'
    )
    qr_keys: SecretStr | None = Field(
        None,
        description="Needed before stickers are printed, and kept as long as they hang: "
        "python3 -c \"import secrets; print('1:' + secrets.token_hex(32))\".",
    )
    data_dir: Path = Field(Path("var"), description="A folder on this server for the database and the photos.")
    host: str = Field("127.0.0.1", description="Leave it out behind a proxy on the same server.")
    port: int = Field(8000, ge=1, le=65535, description="A free port of this server, such as 8000.")
    steps_join_within_s: int = Field(
        600,
        ge=0,
        le=3600,
        description="Seconds that a step of a case waits for the next one, so that both are one paid message: 0 to 3600.",
    )
    smtp_url: SecretStr | None = Field(
        None, description="Your mail provider: smtps://user:password@mail.town.example:465, or smtp:// and port 587."
    )
    alarm_email_to: str | None = Field(None, description="Who is told when something is stuck; needs SMTP_URL.")
    geocoder_url: str | None = Field(
        None,
        description="Leave it out, or give a Nominatim that you may ask, such as https://nominatim.town.example: "
        "it is told where residents say that something is.",
    )
    tile_url: str | None = Field(
        None,
        description="Leave it out for a plain map of border and villages, or give a map server that the town may use, "
        "such as https://tiles.town.example/{z}/{x}/{y}.png.",
    )
    tile_attribution: str | None = Field(
        None, description="Who made the map's pictures, as their licence asks to be named, such as © OpenStreetMap."
    )
    alarm_webhook_url: SecretStr | None = Field(
        None, description="An incoming webhook of Slack, Mattermost or the like; it is told when something is stuck."
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; an empty value counts as none. Raises SettingsWrong, naming every problem at once."""
        given = {name: environ.get(name.upper(), "").strip() for name in cls.model_fields}
        try:
            return cls.model_validate({name: value for name, value in given.items() if value})
        except ValidationError as refused:
            problems = {str(error["loc"][0]): _problem(error) for error in refused.errors(include_url=False)}
        # Outside the except block: the refusal must not ride along into a log.
        raise SettingsWrong(
            {name.upper(): f"{problem}. {cls.model_fields[name].description}" for name, problem in problems.items()}
        )

    @model_validator(mode="before")
    @classmethod
    def _keep_sqlite_with_the_data(cls, given: dict[str, Any]) -> dict[str, Any]:
        folder = given.get("data_dir") or cls.model_fields["data_dir"].default
        return {"database_url": f"sqlite:///{folder}/baanrao.db", **given}

    @field_validator(*SHAPES, mode="before")
    @classmethod
    def _has_its_shape(cls, value: str, info: ValidationInfo) -> str:
        pattern, otherwise = SHAPES[str(info.field_name)]
        if not re.fullmatch(pattern, value):
            raise ValueError(otherwise)
        return value

    @field_validator("base_url", "line_api_url", "geocoder_url", mode="before")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        return value and _address(value)

    @field_validator("tile_url")
    @classmethod
    def _is_a_map_server(cls, value: str | None) -> str | None:
        if value is not None and (not _is_private(urlsplit(value)) or not all(f"{{{n}}}" in value for n in "zxy")):
            raise ValueError("must begin with https:// and hold {z}, {x} and {y}")
        return value

    @field_validator("smtp_url", mode="before")
    @classmethod
    def _is_a_mail_server(cls, value: str | None) -> str | None:
        return value and mail_server(value)

    @field_validator("qr_keys", mode="before")
    @classmethod
    def _are_keys(cls, value: str | None) -> str | None:
        if value is not None:
            keys_in(value)
        return value

    @field_validator("alarm_email_to")
    @classmethod
    def _can_be_mailed(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        if not re.fullmatch(r"[^@\s,]+@[^@\s,]+", value):
            raise ValueError("must be one address, like it@town.example")
        if info.data.get("smtp_url", value) is None:
            raise ValueError("needs SMTP_URL too")
        return value

    @field_validator("alarm_webhook_url", mode="before")
    @classmethod
    def _may_hear_alarms(cls, value: str | None) -> str | None:
        if value is not None and not _is_private(urlsplit(value)):
            raise ValueError("must begin with https:// (http:// is only for this machine)")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError:
            backend = ""
        if backend not in ("sqlite", "postgresql"):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("town")
    @classmethod
    def _is_a_town(cls, value: str) -> str:
        try:
            must_fit(load_town(value), load_catalogue(), load_dangers())
        except NoSuchTown as unknown:
            raise ValueError(f"is not a town: {unknown}") from unknown
        except TownDoesNotFit as unfit:
            raise ValueError(f"names a town that {unfit}") from unfit
        except (ValueError, OSError) as broken:
            raise ValueError(f"names a town that cannot be read: {' '.join(str(broken).split())}") from broken
        return value


def with_dotenv(environ: Mapping[str, str], file: Path = Path(".env")) -> dict[str, str]:
    """The environment, and below it the lines of `file` if there is one."""
    lines = dotenv_values(file, interpolate=False)
    return {name: value for name, value in lines.items() if value is not None} | dict(environ)


def _address(value: str) -> str:
    url = urlsplit(value)
    if not url.hostname or url.path not in ("", "/") or url.query or url.fragment or url.username:
        raise ValueError("must be like https://line.town.example, with nothing after the name")
    if not _is_private(url):
        raise ValueError("must begin with https:// (http:// is only for this machine, as in http://localhost:8000)")
    return f"{url.scheme}://{url.netloc}"


def _is_private(url: SplitResult) -> bool:
    """Whether nobody can read along: encrypted, or never leaving this machine."""
    if not url.hostname:
        return False
    return url.scheme == "https" or (url.scheme == "http" and is_this_machine(url.hostname))


def is_this_machine(host: str) -> bool:
    """Whether the name or address is this machine's own."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def mail_server(value: str) -> str:
    """The address of a mail server as it was given. Raises ValueError if it is none."""
    url = urlsplit(value)
    try:
        is_one = url.scheme in ("smtp", "smtps") and url.hostname and url.path in ("", "/") and url.port != 0
    except ValueError:  # a port that is none
        is_one = False
    if not is_one or re.search(r"\s", value):
        raise ValueError("must be like smtps://user:password@mail.town.example:465")
    return value


def _problem(error: ErrorDetails) -> str:
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return error["msg"].replace("Input should", "must", 1)


def settings_of_this_process() -> Settings:
    """The settings, or the end of the process with the sentences that say what is wrong with them."""
    try:
        return Settings.from_environment(with_dotenv(os.environ))
    except SettingsWrong as wrong:
        sys.exit(str(wrong))
