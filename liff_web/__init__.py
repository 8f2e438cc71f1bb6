"""The pages' front door: who is reading (LIFF), citizens' forms, officers' desk, public pages."""

from liff_web.identity import identity_pages
from liff_web.pages import citizen_pages
from liff_web.pictures import picture_pages

__all__ = ["citizen_pages", "identity_pages", "picture_pages"]
