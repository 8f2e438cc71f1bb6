"""The queue: `/desk`, its lists, filters and map, kept up to date while it is open, and a case taken from its line."""

import hashlib
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, g, request
from sqlmodel import Session
from werkzeug.wrappers import Response as Answer

from content.queue_lines import queue_lines
from content.texts import Texts
from content.towns.places import PlaceKind
from handlers.desk import steps
from handlers.desk.working import working_on
from handlers.guards import READS_ONLY
from handlers.turn import Declined
from liff_web.desk.frame import LARGEST_ID, Desk, desk_blueprint, go_to
from liff_web.desk.looking import AGES, LONGEST_SEARCH, Looking
from models.queue import LOOKED_THROUGH, MOST_COUNTED, Tab, count_lists, newest_traces, page_of_queue

ON_A_PAGE = 30
# So often "how long still" is said anew, though nothing has happened.
SAID_ANEW_S = 60


def queue_pages(desk: Desk) -> Blueprint:
    """`/desk` with its lists, and the one tap that takes a case."""
    pages = desk_blueprint("desk_queue", desk)

    @pages.get("/desk")
    def show() -> Response:
        """The page; with `only=lines` what changes in it, or 304 if nothing has."""
        looking = Looking.read(request.args, desk.office)
        only_lines = request.args.get("only") == "lines"
        with desk.database.read() as session:
            state = _state(desk, session, looking)
            if only_lines and state in request.if_none_match:
                return Response(status=304)
            facts = _facts(desk, session, looking)
        template = "desk/queue_lines.html" if only_lines else "desk/queue.html"
        answer = desk.shown(template, **_choices(desk), **facts, looking=looking, state=state)
        answer.set_etag(state)
        return answer

    @pages.post("/desk/accept")
    def accept() -> Answer:
        """Take a case, and go back to where its line was."""
        back = dict(parse_qsl(request.form.get("back", "")))
        with desk.database.begin() as session:
            work = working_on(desk.moment(session), g.person, _say(desk), _told("case"), _told("seen"))
            steps.accept(work)
        return go_to(f"desk?{Looking.read(back, desk.office).query()}&said=accepted_from_queue")

    return pages


def _say(desk: Desk) -> Texts:
    return desk.office.says_in(g.person.language)


def _told(name: str) -> int:
    """A number of the form, which its page has written. Raises Declined."""
    told = request.form.get(name, "")
    if not (told.isascii() and told.isdigit() and int(told[:20]) <= LARGEST_ID):
        raise Declined("refused.old_button")
    return int(told)


def _state(desk: Desk, session: Session, looking: Looking) -> str:
    """Another name for each state of what the page shows: what an officer has open is only sent again if it differs.

    It tells of any change in the town, also of what this officer may not see: to ask that would cost more than to send
    the same lines once too often.
    """
    minute = int(desk.clock().timestamp()) // SAID_ANEW_S
    officer = (g.officer.key, g.officer.role, g.officer.division, g.person.language)
    told = repr((newest_traces(session), minute, officer, looking.query()))
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def _facts(desk: Desk, session: Session, looking: Looking) -> dict[str, Any]:
    now = desk.clock()
    found = page_of_queue(session, g.officer, looking.tab, looking.wanted, now, ON_A_PAGE, looking.after)
    return {
        "lines": queue_lines(session, found.cases, desk.office, _say(desk), g.officer, now),
        "further": looking.behind(found.further).query() if found.further else None,
        "looked_through": found.looked_through,
        "counts": {tab: _count(count) for tab, count in count_lists(session, g.officer, now).items()},
        "may_change": g.officer.role not in READS_ONLY,
    }


def _count(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _choices(desk: Desk) -> dict[str, Any]:
    """What the filters offer. Who only reads holds no case."""
    reads = g.officer.role in READS_ONLY
    places = desk.office.town.gazetteer.places
    return {
        "tabs": [tab for tab in Tab if not (reads and tab == Tab.MINE)],
        "kinds": desk.office.catalogue.complaints,
        "villages": [place for place in places if place.kind == PlaceKind.VILLAGE],
        "ages": AGES,
        "longest_search": LONGEST_SEARCH,
        "piece": LOOKED_THROUGH,
    }
