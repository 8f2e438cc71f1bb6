"""An officer says that a case is of another type: it becomes that, and the town's suggestions learn from it."""

from handlers.turn import Declined, Moment
from models.case import Case
from models.taught import teach


def correct_type(moment: Moment, case: Case, code: str) -> None:
    """Change the type of a case. Its division and promise stay: handing over is a step of its own. Raises Declined."""
    kind = moment.office.catalogue.by_code.get(code)
    if kind is None or kind not in moment.office.catalogue.offered:
        raise Declined("refused.old_button")
    teach(moment.session, case, code)
    case.type_code, case.is_confidential = code, kind.is_confidential
