"""The officers' desk: `/desk` and below, the same pages on a telephone in LINE and wide on a computer by LINE Login."""

from liff_web.desk.door import door_pages
from liff_web.desk.frame import Desk

__all__ = ["Desk", "door_pages"]
