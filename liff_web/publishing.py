"""Where officers blur a case's photos and decide what anybody may see of them. Without scripts it works by numbers."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, g, make_response, redirect, request
from werkzeug.datastructures import MultiDict

from content.case_facts import officer_name
from handlers.publishing import AtHand, photo_at_hand, photos_at_hand, publish, take_from_public
from handlers.turn import Declined
from liff_web.frame import Frame
from liff_web.identity import reader
from models.public_photo import MOST_BOXES, Box
from notifications.darkroom import PhotoUnreadable
from notifications.photos import PhotoStore
from notifications.public_photos import blurred, make_public_version

LONGEST_BODY = 32 * 1024
# Rows for whoever places boxes by numbers without a script.
ROWS_LEFT = 3


@dataclass(frozen=True)
class Publishing(Frame):
    """What these pages need besides: where the photos are."""

    store: PhotoStore

    def shown(self, template: str, status: int = 200, **facts: object) -> Response:
        """A page for the reader; a shell for whoever has no session yet."""
        return self.page(template, g.person, status, **facts)

    def photo(self, photo_id: int) -> AtHand:
        with self.database.read() as session:
            return photo_at_hand(session, g.person, photo_id)

    def editor(self, at_hand: AtHand, boxes: Sequence[Sequence[float]], problem: Declined | None = None) -> Response:
        """The photo with boxes to be moved about; `problem` is why the last ones would not do."""
        say = self.office.says_in(g.person.language)
        with self.database.read() as session:
            officer = officer_name(session, at_hand.photo.made_public_by, self.office, say)
        alert = say(problem.key, **problem.blanks) if problem else ""
        facts = {"photo": at_hand.photo, "case": at_hand.case, "officer": officer, "alert": alert}
        rows = [*boxes, *[()] * ROWS_LEFT]
        return self.shown("blur.html", 400 if problem else 200, boxes=rows, **facts)

    def preview(self, at_hand: AtHand, boxes: Sequence[Box]) -> Response:
        """The photo as anybody would see it; nothing is kept."""
        picture = b64encode(blurred(self.store, str(at_hand.photo.sha256), boxes).jpeg).decode()
        return self.shown("blurred.html", picture=picture, boxes=boxes, photo=at_hand.photo, case=at_hand.case)

    def publish(self, at_hand: AtHand, boxes: Sequence[Box]) -> Response:
        version = make_public_version(self.store, str(at_hand.photo.sha256), boxes)
        with self.database.begin() as session:
            publish(self.moment(session), g.person, at_hand.photo.key, version)
        return _back()

    def withhold(self, at_hand: AtHand) -> Response:
        with self.database.begin() as session:
            take_from_public(self.moment(session), g.person, at_hand.photo.key)
        return _back()

    def decide(self, at_hand: AtHand, form: MultiDict[str, str]) -> Response:
        """What the form says, or why not. Raises Declined if the photo has gone meanwhile."""
        try:
            boxes = told_boxes(form)
        except Declined as refusal:
            return self.editor(at_hand, [], refusal)
        try:
            return self.do(at_hand, form.get("what", ""), boxes)
        except FileNotFoundError:
            raise Declined("photos.gone") from None
        except PhotoUnreadable:  # it was readable once: the machine is too busy, or the disk is ill
            return self.editor(at_hand, boxes, Declined("photos.try_again"))

    def do(self, at_hand: AtHand, what: str, boxes: Sequence[Box]) -> Response:
        """What the tapped button says. To publish the photo as it is takes the button that says so."""
        if what == "withhold":
            return self.withhold(at_hand)
        if what == "nothing_to_blur":
            return self.publish(at_hand, [])
        if what == "change":
            return self.editor(at_hand, boxes)
        if not boxes:
            return self.editor(at_hand, boxes, Declined("photos.no_boxes"))
        return self.publish(at_hand, boxes) if what == "publish" else self.preview(at_hand, boxes)


def publishing_pages(desk: Publishing) -> Blueprint:
    """`/liff/cases/<id>/photos` and, for each, `/liff/photos/<id>/blur`: for officers who may change the case.

    Everybody else is answered the same sentence as for a photo that does not exist, with 404.
    """
    pages = Blueprint("publishing", __name__, template_folder="templates")

    @pages.before_request
    def know_the_reader() -> Response | None:
        request.max_content_length = LONGEST_BODY
        g.person = reader(desk.database)
        if g.person is not None:
            return None
        return desk.shown("blur.html") if request.method == "GET" else _back()

    @pages.errorhandler(Declined)
    def refuse(refusal: Declined) -> Response:
        say = desk.office.says_in(g.person.language)
        return desk.shown("refused.html", 404, sentence=say(refusal.key, **refusal.blanks))

    @pages.get("/liff/cases/<int(max=999999999):case_id>/photos")
    def photos_of_case(case_id: int) -> Response:
        with desk.database.read() as session:
            case, photos = photos_at_hand(session, g.person, case_id)
        return desk.shown("photos.html", case=case, photos=photos)

    @pages.get("/liff/photos/<int(max=999999999):photo_id>/blur")
    def blur_photo(photo_id: int) -> Response:
        at_hand = desk.photo(photo_id)
        return desk.editor(at_hand, at_hand.photo.blurred or [])

    @pages.post("/liff/photos/<int(max=999999999):photo_id>/blur")
    def decide_about_photo(photo_id: int) -> Response:
        return desk.decide(desk.photo(photo_id), request.form)

    return pages


def _back() -> Response:
    """To the page that the form was on, so that nothing is sent twice."""
    return make_response(redirect(request.path, 303))


def told_boxes(form: MultiDict[str, str]) -> list[Box]:
    """The boxes of a form, its empty rows left out. Raises Declined: one that is odd may be the one that matters."""
    columns = [form.getlist(side) for side in Box._fields]
    try:
        rows = [row for row in zip(*columns, strict=True) if any(cell.strip() for cell in row)]
        boxes = [Box(*map(float, row)) for row in rows]
    except ValueError:
        raise Declined("photos.odd_boxes", limit=MOST_BOXES) from None
    if len(boxes) > MOST_BOXES or not all(box.lies_in_its_photo for box in boxes):
        raise Declined("photos.odd_boxes", limit=MOST_BOXES)
    return boxes
