"""Puts pictures beside each other: `side_by_side.py OUT IN IN …`, for the README."""

import sys

from PIL import Image

GAP = 24

out, *names = sys.argv[1:]
pictures = [Image.open(name).convert("RGB") for name in names]
width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
sheet = Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
left = 0
for picture in pictures:
    sheet.paste(picture, (left, 0))
    left += picture.width + GAP
sheet.quantize(128).save(out, optimize=True)
