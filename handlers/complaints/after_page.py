"""What a page shows once a complaint is filed, and how it begins the second matter that the words told."""

from dataclasses import dataclass
from uuid import uuid4

from content.cards.complaints import Receipt
from content.dangers import Danger
from handlers.complaints.by_page import KEEP_HERE, PASS_ON, Form
from handlers.complaints.filing import receipt_of
from handlers.turn import Declined, Moment
from models.case import BorderSide, Case, reported_case
from models.case_note import words_of
from models.person import Person
from models.staff_group import groups_of_division


@dataclass(frozen=True)
class PageReceipt:
    """A case of one's own as just filed; `officers_know` of every danger that it tells of."""

    receipt: Receipt
    dangers: list[Danger]
    officers_know: bool


def new_form() -> Form:
    """An empty one."""
    return Form(key=str(uuid4()))


def show_receipt(moment: Moment, person: Person, case_id: int) -> PageReceipt:
    """The receipt of one's own case. Raises Declined."""
    case = _own(moment, person, case_id)
    words = words_of(moment.session, case.key)
    dangers = moment.office.dangers.told_in(f"{words}\n{case.address or ''}")
    told = [bool(groups_of_division(moment.session, danger.division)) for danger in dangers]
    return PageReceipt(receipt_of(moment.office, case, words), dangers, bool(told) and all(told))


def begin_second(moment: Moment, person: Person, case_id: int) -> Form:
    """A form for the second matter of a case: its type, its words, and the same place. Raises Declined."""
    case = _own(moment, person, case_id)
    matter = moment.office.catalogue.second_matter(words_of(moment.session, case.key), case.type_code)
    if matter is None:
        raise Declined("refused.old_button")
    point = (case.latitude, case.longitude, case.accuracy_m)
    latitude, longitude, accuracy = ("" if number is None else str(number) for number in point)
    return Form(
        key=str(uuid4()),
        type_code=matter.code,
        words=matter.words,
        place=case.address or "",
        latitude=latitude,
        longitude=longitude,
        accuracy=accuracy,
        decided=_decided_for(case),
    )


def _decided_for(case: Case) -> frozenset[str]:
    """What was said of the border for the first matter holds for the second."""
    if case.border_side != BorderSide.OUTSIDE:
        return frozenset()
    return frozenset({PASS_ON if case.wants_passing_on else KEEP_HERE})


def _own(moment: Moment, person: Person, case_id: int) -> Case:
    case = reported_case(moment.session, person.key, case_id)
    if case is None:
        raise Declined("refused.not_your_case")
    return case
