"""The page of a case: all that is known of it, and a form for each thing that an officer may do about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as Answer

from content.case_clock import time_left
from content.case_facts import case_facts
from content.case_lines import SIGNS
from content.messages import phone_uri
from content.office import thumbnail
from content.texts import Texts
from content.towns import Authority
from handlers.desk.history import desk_time_line
from handlers.desk.reading import LIKELIEST, acts, case_at_hand, others_nearby, others_of_the_reporter, possible
from handlers.desk.working import LONGEST_SENTENCE
from handlers.turn import Declined, Moment
from liff_web.desk.case_forms import DEEDS, forms_section, ready_made
from liff_web.desk.finish_form import finishing_section
from liff_web.desk.frame import Desk, desk_blueprint
from liff_web.desk.merging import merging_section
from models.case import OPEN, UNACCEPTED, Case
from models.case_change import newest_step
from models.officer import Officer
from models.person import Person
from models.promise import is_late, late_since
from models.streetlight import pole_of

Section = Callable[[Moment, Officer, Case], dict[str, Any]]
HERE = "+66"
# Refused so that nothing is told of the case, not even that there is one; or because of who they are.
STATUS_OF = {"refused.not_your_division": 404, "refused.reads_only": 403, "refused.not_an_officer": 403}


def _say(moment: Moment) -> Texts:
    return moment.office.says_in(g.person.language)


def facts_section(moment: Moment, officer: Officer, case: Case) -> dict[str, Any]:
    """The case itself: what its card shows, and what is for its officers alone."""
    say = _say(moment)
    facts = case_facts(moment.session, case, moment.office, say)
    reporter = moment.session.get_one(Person, case.reporter_id)
    is_named, phone = acts(officer) and not case.is_anonymous, case.contact_phone if acts(officer) else None
    return {
        "facts": facts,
        "sign": SIGNS[case.status],
        "reporter": reporter.display_name if is_named else None,
        "phone": spoken(phone) if phone else None,
        "phone_link": phone_uri(phone) if phone else None,
        "photos": {kind: _photos(moment, urls) for kind, urls in (("before", facts.before), ("after", facts.after))},
    }


def _photos(moment: Moment, urls: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each photo's address below the app's root, whole and small: the page may show nothing of other places."""
    paths = [url.removeprefix(f"{moment.office.base_url}/") for url in urls]
    return [(path, thumbnail(path)) for path in paths]


def spoken(phone: str) -> str:
    """A telephone number as people here say it; one of another country as it is."""
    if not phone.startswith(HERE):
        return phone
    local = f"0{phone.removeprefix(HERE)}"
    return f"{local[:-7]}-{local[-7:-4]}-{local[-4:]}"


def clock_section(moment: Moment, officer: Officer, case: Case) -> dict[str, Any]:
    """By when it is promised, and how long that still is."""
    late = is_late(case, moment.now)
    left = time_left(_say(moment), late_since(case) if late else case.promised_at, moment.now)
    return {"is_open": case.status in OPEN, "is_late": late, "left": left}


def history_section(moment: Moment, officer: Officer, case: Case) -> dict[str, Any]:
    """All that happened, and what was said to the reporter and among officers."""
    steps = desk_time_line(moment, case, _say(moment))
    talk = [step for step in steps if step.kind in ("asked", "reply", "internal", "added", "not_fixed")]
    return {"steps": steps, "talk": talk}


def around_section(moment: Moment, officer: Officer, case: Case) -> dict[str, Any]:
    """Cases that may belong together with this one: of the same reporter, and of the same type nearby."""
    near, own = others_nearby(moment, officer, case), others_of_the_reporter(moment.session, officer, case)
    names = {kind.code: kind.name.in_(g.person.language) for kind in moment.office.catalogue.complaints}
    return {"near": near, "others": own, "type_names": names}


def next_section(moment: Moment, officer: Officer, case: Case) -> dict[str, Any]:
    """What may be done, and what most likely is done next: what stands on another's pole is passed on to its owner."""
    may, owner = possible(officer, case), _owner(moment, case)
    likeliest = "pass_on" if owner is not None and case.status in UNACCEPTED else LIKELIEST.get(case.status)
    name = owner.name.in_(g.person.language) if owner is not None else None
    facts = {"owner": owner.code if owner is not None else None, "owner_name": name}
    return facts | {"may": may, "likeliest": likeliest if likeliest in may else None}


def _owner(moment: Moment, case: Case) -> Authority | None:
    """The authority whose pole the case is about; None if it is the town's, or about no pole."""
    is_about_one = moment.office.catalogue.by_code[case.type_code].asset is not None
    pole = pole_of(moment.session, case.key) if is_about_one else None
    return moment.office.town.by_authority.get(pole.owner or "") if pole is not None else None


# What the page shows; each part gives the facts for a template of its own.
SECTIONS: tuple[Section, ...] = (
    facts_section,
    clock_section,
    next_section,
    history_section,
    around_section,
    forms_section,
    finishing_section,
    merging_section,
)


def _shown(desk: Desk, case_id: int, status: int = 200, **told: Any) -> Response:
    """The case's page. Raises Declined for a case that this officer may not see."""
    with desk.database.read() as session:
        moment = desk.moment(session)
        case = case_at_hand(session, g.officer, case_id)
        newest = newest_step(session, case.key)
        shown: dict[str, Any] = {"case": case, "seen": newest.key if newest else 0, "longest": LONGEST_SENTENCE}
        for section in SECTIONS:
            shown |= section(moment, g.officer, case)
        shown |= {"typed": {}, "failed": None, "refused": None, "is_partial": "HX-Request" in request.headers}
        if "reply" in request.args and "reply" in shown["may"]:
            shown |= {"typed": ready_made(moment, g.officer, case, request.args["reply"]), "failed": "reply"}
    return desk.shown("desk/case.html", status, **shown | told)


def _done(desk: Desk, case_id: int, name: str) -> Answer:
    """Do what the form says. What is refused is said on the page again, with what the officer typed in the form."""
    try:
        return desk.do(case_id, f"case_{name}", DEEDS[name])
    except Declined as refusal:
        if refusal.key in STATUS_OF:
            raise
        sentence = desk.office.says_in(g.person.language)(refusal.key, **refusal.blanks)
        return _shown(desk, case_id, 409, refused=sentence, failed=name, typed=request.form)


def case_pages(desk: Desk) -> Blueprint:
    """`/desk/cases/<id>`: for officers of its division and whoever oversees them; its forms for those who may act."""
    pages = desk_blueprint("desk_case", desk)

    @pages.errorhandler(Declined)
    def refuse(refusal: Declined) -> Response:
        return desk.refusal(refusal, STATUS_OF.get(refusal.key, 409))

    @pages.get("/desk/cases/<int(max=999999999):case_id>")
    def show(case_id: int) -> Response:
        return _shown(desk, case_id)

    for name in DEEDS:
        _take_form(pages, desk, name)
    return pages


def _take_form(pages: Blueprint, desk: Desk, name: str) -> None:
    def take(case_id: int) -> Answer:
        return _done(desk, case_id, name)

    path = f"/desk/cases/<int(max=999999999):case_id>/{name.replace('_', '-')}"
    pages.add_url_rule(path, name, take, methods=["POST"])
