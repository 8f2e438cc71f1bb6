"""How long the sheets of a thousand stickers take to be drawn."""

from dataclasses import replace
from time import perf_counter, process_time

from benchmarks.bench import Bench, SomethingIsMissing
from content.catalogue import load_catalogue
from content.dangers import load_dangers
from content.office import Office
from content.poles import load_poles
from content.qr_codes import keys_in
from content.towns import load_town
from liff_web.desk.sticker_sheets import StickerSize, sticker_file

SUBJECT = "Stickers"
NOTE = """PDF sheets for light poles that are known by their codes, drawn in one process, from the first code to the bytes of the
file; each of the two sizes once. *processor s*: without what others on the machine took. No database is asked."""
COUNT, QUICK_COUNT = 1_000, 90
PDF = b"%PDF-"


def stickers(bench: Bench, *, is_quick: bool) -> None:
    """Draw them in each size. Raises SomethingIsMissing if no file comes."""
    count = QUICK_COUNT if is_quick else COUNT
    for size in StickerSize:
        began, worked = perf_counter(), process_time()
        content = sticker_file(_office(), [f"A-{number:04}" for number in range(count)], size)
        seconds, worked = perf_counter() - began, process_time() - worked
        if not content.startswith(PDF):
            raise SomethingIsMissing(f"stickers of {size}")
        bench.add(
            SUBJECT, f"{size}, {count:,} stickers", count, s=seconds, processor_s=worked, file_mb=len(content) / 1e6
        )


def _office() -> Office:
    town = load_town("demo")
    office = Office(town, load_catalogue(), load_dangers(), load_poles(), "http://localhost", "1234567890-AbcdEfgh", "")
    return replace(office, qr_keys=keys_in("1:" + "ab" * 32))
