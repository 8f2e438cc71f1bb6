"""Cells of files for spreadsheets: none of them is ever taken for a formula."""

# What a spreadsheet begins a formula with; it takes the full-width signs for the same.
BEGINS_A_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# So that Excel on a Thai machine reads the file as UTF-8.
MARK = "\ufeff"


def harmless(text: str) -> str:
    """The same text, with an apostrophe before it if a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
