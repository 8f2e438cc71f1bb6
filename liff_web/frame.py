"""What every page is made with, and the frame around it: the town, its reader's language, and a shell for strangers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, make_response, render_template, request
from sqlmodel import Session

from content.messages import phone_uri
from content.office import Office
from handlers.turn import Moment
from models.database import Database
from models.person import Person


@dataclass(frozen=True)
class Frame:
    """The tables, the town, the time. `simulated`: a stand-in plays LINE, so its SDK is not loaded."""

    database: Database
    office: Office
    clock: Callable[[], datetime]
    simulated: bool

    def moment(self, session: Session) -> Moment:
        """A transaction of now."""
        return Moment(session, self.office, self.clock())

    def page(self, template: str, person: Person | None, status: int = 200, **shown: Any) -> Response:
        """A page for its reader, or the shell that finds out who it is. All addresses are relative to where it is.

        Of what is shown, `for_all` says that the page is for everybody: without a session it asks LINE quietly who is
        reading. `language` is its reader's where no session tells it.
        """
        say = self.office.says_in(shown.get("language") or (person.language if person else "th"))
        facts = {"say": say, "office": self.office, "person": person, "simulated": self.simulated}
        facts |= {"root": "../" * (request.path.count("/") - 1), "phone_uri": phone_uri(self.office.town.phone)}
        return make_response(render_template(template, **facts | shown), status)
