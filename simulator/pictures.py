"""Photos for those who have none at hand: small JPEGs, each a little different."""

import io

from PIL import Image, ImageDraw

SIZE = (640, 480)


def sample_photo(number: int = 1, *, mended: bool = False) -> bytes:
    """A road, a sky and a hole in the road, or its patch; the number moves it, so no two are the same bytes."""
    image = Image.new("RGB", SIZE, (142, 196, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 260, 640, 480), fill=(96, 96, 100))
    draw.polygon([(300, 480), (316, 260), (324, 260), (340, 480)], fill=(232, 214, 120))
    left = 60 + number * 37 % 440
    if mended:
        draw.rectangle((left, 345, left + 140, 415), fill=(66, 66, 70), outline=(80, 80, 84), width=4)
    else:
        draw.ellipse((left, 350, left + 130, 410), fill=(40, 38, 38), outline=(150, 120, 90), width=6)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=80)
    return data.getvalue()


def mime_of(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return "image/png"
    return "image/heic" if data[4:8] == b"ftyp" else "image/jpeg"
