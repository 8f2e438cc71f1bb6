"""What every page of the desk is made with: who may come in, what they are shown, and how a deed is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as Answer

from handlers.desk.working import Working, working_on
from handlers.turn import Declined
from liff_web.frame import Frame
from liff_web.identity import reader
from models.officer import Officer, Role, case_seen_by, officer_of
from models.team import had_a_role

LARGEST_ID = 999_999_999
EVERYBODY = frozenset(Role)
HEADS = frozenset({Role.HEAD, Role.ADMIN})


@dataclass(frozen=True)
class Desk(Frame):
    """The officers' pages. Within a request `g.person` and `g.officer` are who reads, read anew each time."""

    def shown(self, template: str, status: int = 200, **facts: Any) -> Response:
        """A page of the desk for its reader; `said` is the key of what has just been done."""
        shared = {"officer": g.officer, "said": _said(), "here": request.path}
        return self.page(template, g.person, status, **shared | facts)

    def refusal(self, refusal: Declined, status: int = 403) -> Response:
        """A page that says why not, and leads back to the queue."""
        sentence = self.office.says_in(g.person.language)(refusal.key, **refusal.blanks)
        return self.page("desk/refused.html", g.person, status, sentence=sentence, officer=g.officer, here=request.path)

    def do(self, case_id: int, said: str, deed: Callable[[Working], None], back: str | None = None) -> Answer:
        """Let the officer do something about a case, and go back to it with what is said of it.

        The form tells in `seen` which step its page showed last. Raises Declined: nothing has happened then.
        """
        say = self.office.says_in(g.person.language)
        with self.database.begin() as session:
            work = working_on(self.moment(session), g.person, say, case_id, step_seen())
            deed(work)
            is_gone = case_seen_by(session, work.officer, case_id) is None  # another division's now, or confidential
        return go_to(back or ("desk" if is_gone else f"desk/cases/{case_id}"), said=said)


def desk_blueprint(name: str, desk: Desk, roles: frozenset[Role] = EVERYBODY) -> Blueprint:
    """A blueprint whose pages are for officers of these roles. Everybody else is told so, and nothing happens."""
    pages = Blueprint(name, __name__, template_folder="../templates")

    @pages.before_request
    def know_the_officer() -> Answer | None:
        g.person, g.officer = reader(desk.database), None
        if g.person is None:
            return through_the_door()
        with desk.database.read() as session:
            g.officer = officer_of(session, g.person.key)
            has_left = g.officer is None and had_a_role(session, g.person.key)
        return None if may_enter(g.officer, roles) else desk.refusal(_why_not(g.officer, has_left=has_left))

    @pages.errorhandler(Declined)
    def refuse(refusal: Declined) -> Response:
        return desk.refusal(refusal, 409)

    return pages


def may_enter(officer: Officer | None, roles: frozenset[Role]) -> bool:
    """Whether pages for these roles are this officer's."""
    return officer is not None and officer.role in roles


def _why_not(officer: Officer | None, *, has_left: bool) -> Declined:
    if has_left:
        return Declined("refused.role_has_ended")
    return Declined("refused.not_an_officer" if officer is None else "refused.not_your_role")


def through_the_door() -> Answer:
    """To where LINE tells who is reading, and back to this page; a form's page, when it is a form."""
    page = request.path if request.method == "GET" else request.path.rpartition("/")[0]
    query = f"?{request.query_string.decode('latin-1')}" if request.method == "GET" and request.query_string else ""
    return redirect(f"{root()}liff{page}{query}", 303)


def root() -> str:
    """The app's root from this page, as a relative address."""
    return "../" * (request.path.count("/") - 1) or "./"


def go_to(path: str, **query: str) -> Answer:
    """On to a page of ours, after a form."""
    return redirect(f"{root()}{path}" + (f"?{urlencode(query)}" if query else ""), 303)


def _said() -> str | None:
    """The key's end in `desk_said`; anybody can write one into an address, so that an odd one says nothing."""
    said = request.args.get("said", "")
    return said if said.isascii() and said.replace("_", "").isalpha() else None


def step_seen() -> int | None:
    """The id of the newest step that the form's page showed."""
    told = request.form.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None
