"""Telephone numbers as people write them."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from handlers.turn import Declined

# Numbers without a country are Thai.
REGION = "TH"


def phone_in(told: str) -> str | None:
    """In E.164, or None if none was told. Raises Declined for what is no number."""
    if not told:
        return None
    try:
        number = phonenumbers.parse(told, REGION)
    except NumberParseException:
        raise Declined("form.not_a_phone") from None
    if not phonenumbers.is_valid_number(number):
        raise Declined("form.not_a_phone")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
