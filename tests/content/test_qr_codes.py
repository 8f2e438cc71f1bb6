"""What stands in a QR code: nobody but the town can make one, and old stickers stay good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.qr_codes import BadQr, NoQrKey, QrKeys, QrKind, keys_in

OLD, NEW = keys_in("1:" + "ab" * 32), keys_in("1:" + "ab" * 32 + ",2:" + "cd" * 32)


def test_a_signed_code_is_read_again() -> None:
    assert OLD.read(QrKind.POLE, OLD.sign(QrKind.POLE, "A-0123")) == "A-0123"


def test_the_newest_key_signs_and_the_old_stickers_stay_good() -> None:
    assert NEW.sign(QrKind.POLE, "A-0123").startswith("A-0123.2")
    assert NEW.read(QrKind.POLE, OLD.sign(QrKind.POLE, "A-0123")) == "A-0123"


def test_without_the_key_of_its_version_a_sticker_is_void() -> None:
    with pytest.raises(BadQr):
        keys_in("2:" + "cd" * 32).read(QrKind.POLE, OLD.sign(QrKind.POLE, "A-0123"))


def test_without_a_key_nothing_is_signed() -> None:
    with pytest.raises(NoQrKey):
        QrKeys().sign(QrKind.POLE, "A-0123")


@given(st.integers(0, 23), st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-."))
def test_no_letter_of_it_can_be_another(at: int, letter: str) -> None:
    signed = OLD.sign(QrKind.POLE, "A-0123")
    forged = signed[:at] + letter + signed[at + 1 :]
    if forged.lower() == signed.lower():
        return
    with pytest.raises(BadQr):
        OLD.read(QrKind.POLE, forged)


@pytest.mark.parametrize("odd", ["", "A-0123", "A-0123.1", "A-0123.1abc", ".1djtnqmvqk27qycqz", "A" * 5000])
def test_a_cut_one_is_none(odd: str) -> None:
    with pytest.raises(BadQr):
        OLD.read(QrKind.POLE, odd)


def test_the_signature_is_of_eighty_bits() -> None:
    assert len(OLD.sign(QrKind.POLE, "A").partition(".")[2]) - 1 == 80 / 5


@pytest.mark.parametrize("odd", ["", "ab", "1:ab", "0:" + "ab" * 32, "1:" + "ab" * 32 + ",1:" + "cd" * 32])
def test_odd_keys_are_refused(odd: str) -> None:
    with pytest.raises(ValueError, match="must be like"):
        keys_in(odd)
