"""The pages' front door: who is reading (LIFF), citizens' forms, officers' desk, public pages."""

from liff_web.cases import MyCases, case_pages
from liff_web.complaint import Counter, complaint_pages
from liff_web.desk import Desk, desk_pages, door_pages
from liff_web.frame import Frame
from liff_web.identity import identity_pages
from liff_web.pages import citizen_pages
from liff_web.pictures import picture_pages
from liff_web.pole import PoleCounter, pole_pages
from liff_web.pole_help import pole_help_pages
from liff_web.publishing import Publishing, publishing_pages
from liff_web.uploads import Darkroom, upload_pages

__all__ = [
    "Counter",
    "Darkroom",
    "Desk",
    "Frame",
    "MyCases",
    "PoleCounter",
    "Publishing",
    "case_pages",
    "citizen_pages",
    "complaint_pages",
    "desk_pages",
    "door_pages",
    "identity_pages",
    "picture_pages",
    "pole_help_pages",
    "pole_pages",
    "publishing_pages",
    "upload_pages",
]
