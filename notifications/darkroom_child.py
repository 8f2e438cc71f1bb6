"""The darkroom's inside, run as a program of its own: a file on standard input, the developed photo on standard output.
Imports nothing of ours; started only by `darkroom`."""

import contextlib
import json
import math
import resource
import sys
from collections.abc import Mapping
from io import BytesIO
from typing import Any

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 15
MOST_PIXELS = 40_000_000
LONGEST_SIDE, THUMBNAIL_SIDE = 2048, 480
QUALITY, THUMBNAIL_QUALITY = 82, 78
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
GPS = 0x8825


def confine() -> None:
    """Before Pillow is loaded: whatever it is made to do, it stays small, short and away from the disk."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":  # never in a process that merely imports this
    confine()

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError  # noqa: E402

Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is decoded


class Unreadable(Exception):
    """Carries the reason that the parent raises as PhotoUnreadable."""


def main() -> None:
    try:
        answer = develop(sys.stdin.buffer.read())
    except Unreadable as refusal:
        answer = told({"unreadable": str(refusal)})
    except MemoryError:
        answer = told({"unreadable": "too_costly"})
    sys.stdout.buffer.write(answer)


def develop(source: bytes) -> bytes:
    image = opened(source)
    upright = decoded(image)
    # Asked only now: on some broken PNGs, reading the EXIF first swallows the error.
    place = taken_at(image)
    photo = flat(srgb_profiled(shrunk(upright, LONGEST_SIDE)))
    jpeg, thumbnail = as_jpeg(photo, QUALITY), as_jpeg(shrunk(photo, THUMBNAIL_SIDE), THUMBNAIL_QUALITY)
    head = {"width": photo.width, "height": photo.height, "place": place, "jpeg_bytes": len(jpeg)}
    return told(head) + jpeg + thumbnail


def told(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head).encode() + b"\n"


def opened(source: bytes) -> Image.Image:
    """The file's header only: what it is and how many pixels it claims."""
    try:
        image = Image.open(BytesIO(source), formats=allowed_formats())
    except UnidentifiedImageError:
        raise Unreadable("not_a_photo") from None
    except MemoryError:
        raise
    except Exception:
        raise Unreadable("broken") from None
    if image.width * image.height > MOST_PIXELS:
        raise Unreadable("too_many_pixels")
    return image


def allowed_formats() -> list[str]:
    """HEIC where its plugin is installed. Decoders get one thread: more would only reserve memory."""
    with contextlib.suppress(ImportError):
        from PIL import AvifImagePlugin

        AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    try:
        import pillow_heif  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return list(FORMATS)
    pillow_heif.register_heif_opener()
    return [*FORMATS, "HEIF"]


def decoded(image: Image.Image) -> Image.Image:
    """Upright pixels. A file that ends too early is refused and named: LINE serves whole files, so our copy was cut and
    is worth fetching again, and half a photo with the rest grey would pass for evidence."""
    try:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        return ImageOps.exif_transpose(image)
    except MemoryError:
        raise
    except Exception as error:
        raise Unreadable("cut_short" if "truncated" in str(error) else "broken") from None


def taken_at(image: Image.Image) -> tuple[float, float] | None:
    """Latitude and longitude of the EXIF, or nothing: cameras write much nonsense here, (0, 0) is one kind of it."""
    try:
        gps = image.getexif().get_ifd(GPS)
        latitude = degrees(gps[2], {"N": 1, "S": -1}[gps[1].strip("\0 ").upper()])
        longitude = degrees(gps[4], {"E": 1, "W": -1}[gps[3].strip("\0 ").upper()])
    except MemoryError:
        raise
    except Exception:
        return None
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if is_on_earth and (latitude, longitude) != (0, 0) else None


def degrees(parts: tuple[Any, Any, Any], sign: int) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    value = sign * (whole + minutes / 60 + seconds / 3600)
    if not math.isfinite(value):
        raise ValueError("not an angle")
    return round(value, 7)


def shrunk(image: Image.Image, longest: int) -> Image.Image:
    small = full_colour(image).copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def full_colour(image: Image.Image) -> Image.Image:
    """A mode that can be scaled: palettes and 16-bit greys are spread out first."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGB", "RGBA", "L", "CMYK"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def srgb_profiled(image: Image.Image) -> Image.Image:
    """The colours of an embedded profile as everybody's screen shows them; a profile that makes no sense is ignored."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def flat(image: Image.Image) -> Image.Image:
    """Plain RGB on white, with nothing left that the file said about itself."""
    plain = Image.new("RGB", image.size, "white")
    is_see_through = image.mode == "RGBA"
    plain.paste(image if is_see_through else image.convert("RGB"), mask=image if is_see_through else None)
    return plain


def as_jpeg(image: Image.Image, quality: int) -> bytes:
    page = BytesIO()
    image.save(page, "JPEG", quality=quality, optimize=True, progressive=True)
    return page.getvalue()


if __name__ == "__main__":
    main()
