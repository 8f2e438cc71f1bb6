"""The forms of a case's page: what each does with what the officer filled in, and what there is to choose from."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import g, request

from content.case_facts import officer_name
from content.replies import load_replies
from content.towns import Authority
from content.typed_dates import day_in
from handlers.desk import assigning, handing, promising, replying, retyping, steps, waiting
from handlers.desk.reading import possible
from handlers.desk.working import LONGEST_SENTENCE, Working
from handlers.turn import Asked, Declined, Moment, Words
from models.case import BANGKOK, Case, WaitsFor
from models.officer import Officer
from models.person import Person
from models.thai import clean
from notifications.about_the_desk import reporter_to_tell


def _words(name: str = "words") -> Words | None:
    """What was written in a field, if anything. Raises Declined if it is too long to be kept whole."""
    written = clean(request.form.get(name, "")).strip()
    if len(written) > LONGEST_SENTENCE:
        raise Declined("feedback.too_long", limit=LONGEST_SENTENCE)
    return Words(None, written) if written else None


def _needed_words(refusal: str) -> Words:
    words = _words()
    if words is None:
        raise Declined(refusal)
    return words


def _chosen(name: str, refusal: str) -> str:
    chosen = request.form.get(name, "")
    if not chosen:
        raise Declined(refusal)
    return chosen


def _day(work: Working) -> date:
    """From a calendar, or typed as people do where there is none. Raises Declined."""
    typed, today = request.form.get("day", ""), work.now.astimezone(BANGKOK).date()
    try:
        day: date | None = date.fromisoformat(typed)
    except ValueError:
        day = day_in(typed, today)
    if day is None:
        raise Declined("desk.day_unclear")
    return day


def _assign(work: Working) -> None:
    assigning.assign(work, Asked(to=_chosen("to", "desk_deeds.no_colleague")).whole("to"))


def _type(work: Working) -> None:
    retyping.retype(work, _chosen("type", "desk_deeds.choose_type"))


def _promise(work: Working) -> None:
    promising.promise(work, _day(work), _words())


def _wait(work: Working) -> None:
    waits_for = WaitsFor.REPORTER if request.form.get("waits_for") == WaitsFor.REPORTER else WaitsFor.OTHERS
    waiting.wait(work, waits_for, _needed_words("desk_deeds.why_waiting"))


def _note(work: Working) -> None:
    replying.add_note(work, _needed_words("desk_deeds.say_something"))


def _reply(work: Working) -> None:
    replying.reply(work, _needed_words("desk_deeds.say_something"))


def _hand_over(work: Working) -> None:
    handing.hand_over(work, _chosen("division", "desk_deeds.choose_division"), _words())


def _pass_on(work: Working) -> None:
    handing.pass_on(work, _chosen("authority", "desk_deeds.choose_authority"), _words())


def _decline(work: Working) -> None:
    handing.decline(work, _needed_words("desk_deeds.why_declined"))


# By the name of the form; in an address the underscores are hyphens. What is said of each: desk_said.case_….
DEEDS: dict[str, Callable[[Working], None]] = {
    "accept": steps.accept,
    "begin": steps.begin,
    "assign": _assign,
    "type": _type,
    "promise": _promise,
    "wait": _wait,
    "resume": waiting.resume,
    "note": _note,
    "reply": _reply,
    "hand_over": _hand_over,
    "pass_on": _pass_on,
    "take_back": handing.take_back,
    "decline": _decline,
}


def forms_section(moment: Moment, officer: Officer, case: Case) -> dict[str, Any]:
    """What the forms offer: colleagues, days, types, divisions, authorities and ready-made replies. None for readers."""
    if not possible(officer, case):
        return {"colleagues": [], "replies": [], "can_be_told": False}
    language, town = g.person.language, moment.office.town
    (tomorrow, *_), latest = moment.office.new_days(moment.now)
    usual = moment.office.catalogue.by_code[case.type_code].division
    return {
        "colleagues": _colleagues(moment, officer, case),
        "days": (tomorrow, latest),
        "types": [(kind.code, f"{kind.picture} {kind.name.in_(language)}") for kind in moment.office.catalogue.offered],
        "divisions": [(one.code, one.name.in_(language)) for one in town.divisions if one.code != case.division],
        "usual_division": usual if usual != case.division else None,
        "authorities": [(one.code, _authority(one, language)) for one in town.by_authority.values()],
        "replies": [(reply.code, reply.name.in_(language)) for reply in load_replies().replies],
        "can_be_told": reporter_to_tell(moment.session, case) is not None,
    }


def _authority(authority: Authority, language: str) -> str:
    """Its name, with what it is for where the town has said so."""
    name = authority.name.in_(language)
    return f"{name} · {authority.what.in_(language)}" if authority.what is not None else name


def _colleagues(moment: Moment, officer: Officer, case: Case) -> list[tuple[int, str, bool]]:
    """To whom this officer may give the case, themselves first, and whether that is they."""
    say = moment.office.says_in(g.person.language)
    found = [one for one in assigning.colleagues(moment.session, case) if one.key != case.officer_id]
    mine = [one for one in found if assigning.may_assign(officer, case, one)]
    named = [
        (one.key, officer_name(moment.session, one.key, moment.office, say), one.key == officer.key) for one in mine
    ]
    return sorted(named, key=lambda one: not one[2])


def ready_made(moment: Moment, officer: Officer, case: Case, code: str) -> dict[str, str]:
    """A reply filled in for its form; nothing if there is no such reply."""
    template = load_replies().by_code(code)
    if template is None:
        return {}
    reporter = moment.session.get_one(Person, case.reporter_id)
    return {"words": replying.filled(moment, officer, case, template, reporter.language)}
