"""Turns a stranger's file into a photo that is safe to keep and show. The decoding happens in a child process under
limits of memory and time, so that a file made to do harm harms nothing but its own refusal."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.case import BANGKOK

LARGEST_SOURCE = 10_000_000
_CHILD = Path(__file__).with_name("darkroom_child.py")
# Nothing of ours is in the child's environment: no secrets to find for whoever breaks the decoder.
# One arena, or glibc reserves the child's whole address space for threads that it does not have.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}


@dataclass(frozen=True)
class Developed:
    """A photo as we keep it: upright sRGB JPEGs without metadata; where (degrees) and when it was taken, if the file told;
    what QR codes in it say: anybody's words."""

    jpeg: bytes
    width: int
    height: int
    thumbnail: bytes
    latitude: float | None
    longitude: float | None
    taken_at: datetime | None = None
    codes: tuple[str, ...] = ()


class PhotoUnreadable(Exception):
    """The file is no photo that we can show. `reason` is one of `too_large`, `not_a_photo`, `too_many_pixels`,
    `cut_short` (worth fetching again), `broken`, `too_costly`, `too_slow`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DarkroomOutOfOrder(RuntimeError):
    """The child could not start or answered nonsense: a fault of the installation, never of the photo."""


def develop(source: bytes, *, timeout: float = 20) -> Developed:
    """The photo in `source` (JPEG, PNG, WebP, AVIF or HEIC), made safe to keep.

    Takes about 0.2 s for the start of the child; `timeout` is in seconds. Raises PhotoUnreadable.
    """
    if len(source) > LARGEST_SOURCE:
        raise PhotoUnreadable("too_large")
    return _child(source, timeout)


def blur(jpeg: bytes, boxes: Sequence[Sequence[float]], *, timeout: float = 20) -> Developed:
    """A developed photo once more, with what is in the boxes made unrecognisable for good.

    A box is left, top, width and height in fractions of the photo's sides. Raises PhotoUnreadable.
    """
    return _child(jpeg, timeout, json.dumps([list(box) for box in boxes]))


def _child(source: bytes, timeout: float, *arguments: str) -> Developed:
    command = [sys.executable, "-I", str(_CHILD), *arguments]
    try:
        child = subprocess.run(
            command, input=source, capture_output=True, timeout=timeout, env=_ENVIRONMENT, cwd="/", check=False
        )
    except subprocess.TimeoutExpired:
        raise PhotoUnreadable("too_slow") from None
    return read_answer(child)


def read_answer(child: subprocess.CompletedProcess[bytes]) -> Developed:
    """What a finished child said: one line of JSON, then the photo and its thumbnail, of the lengths told."""
    if child.returncode < 0:  # killed by a limit, or by its own decoder
        raise PhotoUnreadable("too_costly")
    if child.returncode > 0:
        raise DarkroomOutOfOrder(child.stderr.decode(errors="replace")[-500:])
    head, _line_end, pictures = child.stdout.partition(b"\n")
    try:
        told = json.loads(head)
        if "unreadable" in told:
            raise PhotoUnreadable(str(told["unreadable"]))
        length = told["jpeg_bytes"]
        place = told["place"] or (None, None)
        time = _in_its_zone(told["taken_at"]) if told["taken_at"] else None
        jpeg, thumbnail, codes = pictures[:length], pictures[length:], tuple(str(code) for code in told["codes"])
        return Developed(jpeg, told["width"], told["height"], thumbnail, place[0], place[1], time, codes)
    except (ValueError, TypeError, KeyError) as error:
        raise DarkroomOutOfOrder("the child's answer makes no sense") from error


def _in_its_zone(told: str) -> datetime:
    """Cameras that name no zone tell the time of the place, and our places are all in Thailand."""
    time = datetime.fromisoformat(told)
    return time if time.tzinfo is not None else time.replace(tzinfo=BANGKOK)
