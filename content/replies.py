"""Ready-made replies to reporters, as data: whole sentences with named blanks, looked over before they are sent."""

import tomllib
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Self

from pydantic import Field, model_validator

from content.names import Content, Name

FILE = Path(__file__).parent / "catalogue" / "replies.toml"
BLANKS = frozenset({"number", "type", "officer", "division", "day", "phone"})


class Reply(Content):
    """One of them; `name` is what officers choose it by."""

    code: str = Field(pattern=r"^[a-z_]+$", max_length=40)
    name: Name
    text: Name

    @model_validator(mode="after")
    def _has_blanks_that_can_be_filled(self) -> Self:
        for words in (self.text.th, self.text.en):
            unknown = {blank for _, blank, _, _ in Formatter().parse(words) if blank is not None} - BLANKS
            if unknown:
                raise ValueError(f"{self.code}: nobody fills {', '.join(sorted(unknown))}")
        return self


class Replies(Content):
    """All of them, in the order in which they are offered."""

    replies: tuple[Reply, ...]

    def by_code(self, code: str) -> Reply | None:
        """The one that is meant, if there is such a one."""
        return next((reply for reply in self.replies if reply.code == code), None)


@cache
def load_replies() -> Replies:
    """Read them, once a process. Raises pydantic.ValidationError or tomllib.TOMLDecodeError for a broken file."""
    return Replies.model_validate(tomllib.loads(FILE.read_text("utf-8")))
