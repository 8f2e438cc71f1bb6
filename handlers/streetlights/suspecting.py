"""A sticker that the town has not printed: somebody says so with one tap, and the division gets it as a complaint."""

from handlers.complaints.draft import ComplaintDraft, Said
from handlers.complaints.filing import Filing, file
from handlers.complaints.pace import must_not_be_too_much
from handlers.streetlights.passing_by import is_passer_by, must_not_be_too_many
from handlers.turn import Moment
from models.case import Case, case_filed_under
from models.lease import one_at_a_time
from models.person import Person


def suspect(moment: Moment, person: Person, key: str) -> Case:
    """File it; tapped twice it is one. Raises Declined for who has told too much."""
    one_at_a_time(moment.session, f"person:{person.key}")
    if (before := case_filed_under(moment.session, person.key, key)) is not None:
        return before
    must_not_be_too_much(moment, person)
    if is_passer_by(person):
        must_not_be_too_many(moment)
    words = moment.office.says_in("th")("pole_page.suspicious_words")  # the office works in Thai
    draft = ComplaintDraft(type_code=moment.office.catalogue.for_poles.code, said=[Said(words=words)])
    return file(moment, Filing(draft, person, key))
