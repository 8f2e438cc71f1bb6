"""What becomes of a sticker on a pole, and of the picture that a telephone takes of it. Each is seeded, none is kind.

15% damage means: so much of the square of the code (its border not counted) is painted over by a patch of dried mud, paint
or paper at a random place, dark, grey or white. It spares the three corner squares by which a decoder finds the code: with
patches that may cover these as well, four in five are read. docs/decisions/0024-stickers.md has the numbers.
"""

import cv2
import numpy as np

from tests.liff_web.stickers import Picture, qr_box

WALL = 150
FINDER = 7


def patched(sticker: Picture, random: np.random.Generator, modules: int, share: float) -> Picture:
    """So much of the code is gone."""
    left, top, right, bottom = qr_box(sticker)
    wide, high = right - left, bottom - top
    finder = round(FINDER * wide / modules)
    corners = np.zeros((high, wide), bool)
    corners[:finder, :finder] = corners[:finder, -finder:] = corners[-finder:, :finder] = True
    while True:
        side = share**0.5 * random.uniform(0.8, 1.25)
        w, h = round(wide * side), round(high * share / side) + 1
        x, y = (int(random.integers(0, most + 1)) for most in (wide - w, high - h))
        gone = np.zeros((high, wide), bool)
        gone[y : y + h, x : x + w] = True
        if gone.mean() >= share and not (gone & corners).any():
            painted = sticker.copy()
            painted[top:bottom, left:right][gone] = random.choice([30, 140, 235])
            return painted


def tilted(sticker: Picture, random: np.random.Generator) -> Picture:
    """Held askew: each corner up to 8% of the sticker away from where it should be, and up to 12 degrees turned."""
    framed = cv2.copyMakeBorder(sticker, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=[WALL])
    high, wide = framed.shape
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    seen = (corners + random.uniform(-0.08, 0.08, (4, 2)) * [wide, high]).astype(np.float32)
    askew = cv2.warpPerspective(framed, cv2.getPerspectiveTransform(corners, seen), (wide, high), borderValue=[WALL])
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(random.uniform(-12, 12)), 1)
    return np.asarray(cv2.warpAffine(askew, turn, (wide, high), borderValue=[WALL]), np.uint8)


def glaring(picture: Picture, random: np.random.Generator) -> Picture:
    """A lamp or the sun in its lamination: an ellipse about as wide as half the sticker, half as bright as paper."""
    high, wide = picture.shape
    y, x = np.mgrid[0:high, 0:wide]
    across = (x - random.uniform(0.25, 0.75) * wide) / (random.uniform(0.15, 0.3) * wide)
    down = (y - random.uniform(0.2, 0.6) * high) / (random.uniform(0.1, 0.2) * wide)
    return np.asarray(np.clip(picture + 130 * np.exp(-(across**2) - down**2), 0, 255), np.uint8)


def blurred(picture: Picture) -> Picture:
    """Out of focus: by a fifth of a millimetre."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), np.uint8)
