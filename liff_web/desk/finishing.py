"""Finishing a case on its page: camera first, a sentence, done. What proves the repair is decided by the server alone."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, g, request
from sqlmodel import col, select
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from handlers.desk.finishing import Repair, Shot, finish_by_page, must_be_told
from handlers.desk.proving import Witness
from handlers.desk.working import must_allow, working_on
from handlers.turn import Declined
from liff_web.desk.finish_form import Typed, finishing_section, must_be_short, photos_here, typed_here, witness_here
from liff_web.desk.frame import LARGEST_ID, Desk, desk_blueprint, go_to, step_seen
from liff_web.uploads import Busy, Darkroom
from models.case import Case, Status
from models.officer import visible_to

# Five photos as a telephone takes them, where no script makes them smaller.
LARGEST_FORM = 40 * 1024 * 1024
STATUS_OF = {
    "cases.busy": 503,
    "desk.meanwhile": 409,
    "desk.no_longer_open": 409,
    "form.too_many_uploads": 429,
    "proof.too_large": 413,
}
# Nothing on the form mends these: a page of its own says why not.
IN_VAIN = "refused."


@dataclass(frozen=True)
class FinishingDesk(Desk):
    """What these pages need besides: who takes photos."""

    darkroom: Darkroom

    def form(self, case_id: int, status: int = 200, typed: Typed | None = None, **shown: Any) -> Response:
        """The form by itself, with what was typed and why it was refused. Raises Declined for another's case."""
        with self.database.read() as session:
            query = select(Case).where(col(Case.id) == case_id, visible_to(g.officer))
            case = session.exec(query).one_or_none()
            if case is None:
                raise Declined("refused.not_your_division")
            facts = finishing_section(self.moment(session), g.officer, case, typed)
        return self.shown("desk/finish.html", status, **facts | shown)

    def finish(self, case_id: int) -> Answer:
        """Take the form. What is refused changes nothing, and what was typed stays. Raises Declined if that is in vain."""
        request.max_content_length = LARGEST_FORM
        try:
            return go_to(f"desk/cases/{case_id}", said=self._finish(case_id))
        except RequestEntityTooLarge:
            return self._refused(case_id, Declined("proof.too_large"), Typed())
        except Busy:
            return self._refused(case_id, Declined("cases.busy"), typed_here())
        except Declined as refusal:
            if refusal.key.startswith(IN_VAIN):
                raise
            return self._refused(case_id, refusal, typed_here())

    def _finish(self, case_id: int) -> str:
        """Returns what is said of it. The photos are developed between two transactions: it takes a while."""
        typed, sources, page = typed_here(), photos_here(), witness_here(self.clock())
        say, seen = self.office.says_in(g.person.language), step_seen()
        with self.database.begin() as session:  # first who may; and nothing is developed in vain
            must_allow(working_on(self.moment(session), g.person, say, case_id, seen), Status.FINISHED)
        must_be_told(typed.what_was_done, typed.why_no_photo, has_photos=bool(sources))
        must_be_short(typed)
        shots = [self.develop(source, page) for source in sources]
        with self.database.begin() as session:
            work = working_on(self.moment(session), g.person, say, case_id, seen)
            return finish_by_page(work, Repair(typed.what_was_done, typed.why_no_photo, shots))

    def develop(self, source: bytes, page: Witness) -> Shot:
        """Keep an after-photo, with what the page and the file tell of it. Raises Declined or Busy."""
        key = str(uuid4())
        try:
            kept = self.darkroom.take(g.person, key, source)
        except Declined as refusal:
            raise Declined("proof.not_a_photo") if refusal.key == "form.unreadable" else refusal from None
        return Shot(key, [page] if kept is None else [page, Witness(kept.place, taken_at=kept.taken_at)])

    def _refused(self, case_id: int, refusal: Declined, typed: Typed) -> Response:
        sentence = self.office.says_in(g.person.language)(refusal.key, **refusal.blanks)
        return self.form(case_id, STATUS_OF.get(refusal.key, 422), refused=sentence, typed=typed)


def finishing_pages(desk: FinishingDesk) -> Blueprint:
    """`/desk/cases/<id>/finish`: the form, which stands on the case's page too, and where it is sent."""
    pages = desk_blueprint("desk_finishing", desk)

    @pages.get(f"/desk/cases/<int(max={LARGEST_ID}):case_id>/finish")
    def form(case_id: int) -> Response:
        return desk.form(case_id)

    @pages.post(f"/desk/cases/<int(max={LARGEST_ID}):case_id>/finish")
    def finish(case_id: int) -> Answer:
        return desk.finish(case_id)

    return pages
