"""How Thai words sound, roughly: one form for the misspellings that people make most, beside `models.thai.canon`."""

import re

_SILENCED = re.compile("[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")
# Tone marks, maitaikhu and sara a: what is left out or set wrong most often.
_UNHEARD = dict.fromkeys([*range(0x0E47, 0x0E4C), 0x0E30])
_ALIKE = {
    0x0E05: 0x0E04,  # kho khon, and so on: letters of one sound, each to its commonest
    0x0E06: 0x0E04,
    0x0E0C: 0x0E0A,
    0x0E0D: 0x0E22,
    0x0E0E: 0x0E14,
    0x0E0F: 0x0E15,
    0x0E10: 0x0E16,
    0x0E11: 0x0E17,
    0x0E12: 0x0E17,
    0x0E13: 0x0E19,
    0x0E18: 0x0E17,
    0x0E20: 0x0E1E,
    0x0E23: 0x0E25,  # ro is said as lo
    0x0E28: 0x0E2A,
    0x0E29: 0x0E2A,
    0x0E2C: 0x0E25,
    0x0E35: 0x0E34,  # long vowels as short ones
    0x0E37: 0x0E36,
    0x0E39: 0x0E38,
    0x0E43: 0x0E44,
}
_REPEATED = re.compile(r"(.)\1+")


def sounds(canonical: str) -> str:
    """What is left of a canonical text when unheard marks, silenced letters and doubled ones are gone."""
    heard = _SILENCED.sub("", canonical).translate(_UNHEARD).translate(_ALIKE)
    return _REPEATED.sub(r"\1", heard)
