"""The crew's evening on a telephone: `/desk/lights/tonight`, and a card for each lamp with everything that is done there."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, g, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from content.qr_codes import BadQr
from content.texts import Texts
from content.tonight import stops_of_pole, tonight
from content.typed_dates import day_in
from handlers.crew.ending import Told, finish, wait_for_part
from handlers.crew.stocking import take_back_parts, use_parts
from handlers.crew.visiting import Arrival, arrive, take_back_visit
from handlers.crew.working import at_the_lamp, told_at
from handlers.desk.finishing import Repair, must_be_told
from handlers.desk.working import LONGEST_SENTENCE, Working
from handlers.guards import READS_ONLY
from handlers.streetlights.finding import scanned
from handlers.turn import Declined, Moment, Words
from liff_web.desk.crew_form import asks_for_json, held_for, key_told, parts_told, place_told
from liff_web.desk.finish_form import photos_here, witness_here
from liff_web.desk.finishing import LARGEST_FORM, STATUS_OF, FinishingDesk
from liff_web.desk.frame import LARGEST_ID, desk_blueprint, go_to, step_seen
from liff_web.uploads import Busy
from models.case import BANGKOK, Case
from models.thai import clean

HERE = "desk/lights/tonight"
STOP = f"/{HERE}/<int(max={LARGEST_ID}):case_id>"
# A page with this header may be kept on the telephone, to be there again without a signal: see assets/worker.ts.
MAY_BE_KEPT = {"X-May-Be-Kept": "1"}
SAID = {
    "arrived": "crew.said_arrived",
    "scanned": "crew.said_scanned",
    "parts": "crew.said_parts",
    "waits": "crew.said_waits",
    "taken_back": "crew.said_taken_back",
    "already": "crew.said_already",
}
Deed = Callable[[Working], str]


class CrewDesk(FinishingDesk):
    """The crew's pages. What a deed says is a key of SAID, or one of `desk_said` where it is the desk's own."""

    def evening(self, status: int = 200, **told: Any) -> Response:
        """Tonight's list."""
        with self.database.read() as session:
            facts = tonight(session, g.officer, self.office, self.says(), self.clock())
        answer = self.shown("desk/crew.html", status, **self.forms(), tonight=facts, **told)
        answer.headers.update(MAY_BE_KEPT)
        return answer

    def at(self, signed: str) -> Response:
        """The card of the pole that a sticker hangs on; nothing happens until somebody says that they are there."""
        with self.database.read() as session:
            try:
                found = scanned(self.moment(session), signed)
            except BadQr:
                raise Declined("crew.no_such_sticker") from None
            stops = stops_of_pole(session, g.officer, self.office, self.says(), self.clock(), found.code)
        shown: dict[str, Any] = {
            "code": found.code,
            "sticker": signed,
            "stops": stops,
            "is_standing": found.is_standing,
        }
        return self.shown("desk/crew_pole.html", **self.forms(), **shown)

    def forms(self) -> dict[str, Any]:
        """What every card's forms offer."""
        (tomorrow, *_), latest = self.office.new_days(self.clock())
        return {
            "may_change": g.officer.role not in READS_ONLY,
            "new_key": lambda: str(uuid4()),
            "days": (tomorrow, latest),
            "longest": LONGEST_SENTENCE,
            "said_here": SAID.get(request.args.get("said", "")),
        }

    def deed(self, case_id: int, do: Deed) -> Answer:
        """Do it at that lamp, and say so."""
        try:
            with self.database.begin() as session:
                said = do(self.work(self.moment(session), case_id))
        except Declined as refusal:
            return self.refused(refusal)
        return self.done(case_id, said)

    def work(self, moment: Moment, case_id: int) -> Working:
        """The lamp's case, for a change. Raises Declined."""
        return at_the_lamp(moment, g.person, self.says(), case_id)

    def done(self, case_id: int, said: str) -> Answer:
        """Back to the list, or what was done in a sentence."""
        if asks_for_json():
            return jsonify(sentence=self.says()(SAID.get(said, f"desk_said.{said}")))
        return go_to(HERE, said=said)

    def refused(self, refusal: Declined) -> Answer:
        """Why not, above the list as it is now; or the sentence alone."""
        status, sentence = STATUS_OF.get(refusal.key, 409), self.says()(refusal.key, **refusal.blanks)
        if not asks_for_json():
            return self.evening(status, refused=sentence)
        answer = jsonify(sentence=sentence)
        answer.status_code = status
        return answer

    def says(self) -> Texts:
        """The texts of the reader."""
        return self.office.says_in(g.person.language)

    def finish(self, case_id: int) -> Answer:
        """Take the form. The photos are developed between two transactions: it takes a while."""
        request.max_content_length = LARGEST_FORM
        try:
            return self.done(case_id, self._finished(case_id))
        except RequestEntityTooLarge:
            return self.refused(Declined("proof.too_large"))
        except Busy:
            return self.refused(Declined("cases.busy"))
        except Declined as refusal:
            return self.refused(refusal)

    def _finished(self, case_id: int) -> str:
        with self.database.begin() as session:  # first who may; and nothing is developed in vain
            work = self.work(self.moment(session), case_id)
            told, outcome, why = self.told(), self._outcome(), _why_no_photo()
            if _has_ended(work.case):
                return finish(work, told, Repair(outcome, why)) or "already"
        sources, page = photos_here(), witness_here(self.clock())
        must_be_told(outcome, why, has_photos=bool(sources))
        shots = [self.develop(source, page) for source in sources]
        with self.database.begin() as session:
            work = self.work(self.moment(session), case_id)
            return finish(work, told, Repair(outcome, why, shots)) or "already"

    def _outcome(self) -> Words:
        """What the reporter will read: what was typed, or else the sentence of a work of the catalogue."""
        typed = clean(request.form.get("own_words", "")).strip()
        if len(typed) > LONGEST_SENTENCE:
            raise Declined("proof.too_long", limit=LONGEST_SENTENCE)
        work = self.office.poles.work_by_code.get(request.form.get("work", ""))
        return Words(None, typed or (work.name.th if work is not None else ""))

    def told(self) -> Told:
        """What comes with every ending. Raises Declined."""
        at = told_at(self.clock(), held_for())
        return Told(g.person, key_told(), step_seen(), at, parts_told(self.office))

    def arrived(self, work: Working) -> str:
        """Somebody is there."""
        place, accuracy_m = place_told()
        at = told_at(self.clock(), held_for())
        sticker = clean(request.form.get("sticker", ""))[:300]
        return "scanned" if arrive(work, Arrival(key_told(), at, sticker, place, accuracy_m)).is_scanned else "arrived"

    def used(self, work: Working) -> str:
        """Parts went in."""
        use_parts(work, key_told(), parts_told(self.office), told_at(self.clock(), held_for()))
        return "parts"

    def waits(self, work: Working) -> str:
        """It waits for a part."""
        wait_for_part(work, self.told(), request.form.get("waits_for", ""), _day(work))
        return "waits"


def _why_no_photo() -> Words:
    return Words(None, clean(request.form.get("why", "")).strip()[:LONGEST_SENTENCE])


def _has_ended(case: Case) -> bool:
    return case.finished_at is not None


def _day(work: Working) -> date:
    """From a calendar, or typed as people do where there is none. Raises Declined."""
    typed, today = request.form.get("day", ""), work.now.astimezone(BANGKOK).date()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        day = day_in(typed, today)
    if day is None:
        raise Declined("desk.day_unclear")
    return day


def _taken_back(work: Working) -> str:
    take_back_visit(work, key_told())
    take_back_parts(work, key_told())
    return "taken_back"


def crew_pages(desk: CrewDesk) -> Blueprint:
    """Tonight's list and the card of a scanned pole for every officer; the deeds for those of the case that may act."""
    pages = desk_blueprint("desk_crew", desk)

    @pages.get(f"/{HERE}")
    def show() -> Response:
        return desk.evening()

    @pages.get("/desk/lights/at/<signed>")
    def at(signed: str) -> Response:
        return desk.at(signed)

    @pages.post(f"{STOP}/finish")
    def finish_it(case_id: int) -> Answer:
        return desk.finish(case_id)

    deeds: dict[str, Deed] = {
        "arrive": desk.arrived,
        "parts": desk.used,
        "wait": desk.waits,
        "undo": _taken_back,
    }
    for name, do in deeds.items():
        _take(pages, desk, name, do)
    return pages


def _take(pages: Blueprint, desk: CrewDesk, name: str, do: Deed) -> None:
    def take(case_id: int) -> Answer:
        return desk.deed(case_id, do)

    pages.add_url_rule(f"{STOP}/{name}", name, take, methods=["POST"])
