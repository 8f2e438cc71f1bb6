"""The base of all content read from files: frozen, and strict about what it does not know."""

from pydantic import BaseModel, ConfigDict


class Content(BaseModel):
    """Something read from a TOML file at the start: a misspelt field stops the start, not a resident."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Name(Content):
    """A name in each language that texts exist in."""

    th: str
    en: str

    def in_(self, language: str) -> str:
        """The name for a reader of `language`."""
        return self.en if language == "en" else self.th
