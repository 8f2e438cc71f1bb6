"""The officers' desk: `/desk` and below, the same pages on a telephone in LINE and wide on a computer by LINE Login."""

from flask import Blueprint

from liff_web.desk.binding import BindingDesk, binding_pages
from liff_web.desk.case import case_pages
from liff_web.desk.crew import CrewDesk, crew_pages
from liff_web.desk.door import door_pages
from liff_web.desk.duty import duty_pages
from liff_web.desk.figures import figures_pages
from liff_web.desk.finishing import FinishingDesk, finishing_pages
from liff_web.desk.frame import Desk
from liff_web.desk.lights import lights_pages
from liff_web.desk.merging import merging_pages
from liff_web.desk.pole_files import pole_file_pages
from liff_web.desk.poles import pole_pages
from liff_web.desk.queue import queue_pages
from liff_web.desk.sticker_page import sticker_pages
from liff_web.desk.team import team_pages
from liff_web.desk.today import today_pages
from liff_web.desk.worker import worker_pages
from liff_web.uploads import Darkroom

__all__ = ["Desk", "desk_pages", "door_pages"]


def desk_pages(desk: Desk, darkroom: Darkroom) -> list[Blueprint]:
    """All of the desk's pages; `darkroom` takes the photos of repairs and of poles."""
    parts = (case_pages, queue_pages, today_pages, duty_pages, merging_pages, team_pages, figures_pages)
    lights = (lights_pages, pole_pages, pole_file_pages, sticker_pages)
    shared = (desk.database, desk.office, desk.clock, desk.simulated, darkroom)
    return [
        *(pages(desk) for pages in (*parts, *lights)),
        finishing_pages(FinishingDesk(*shared)),
        binding_pages(BindingDesk(*shared)),
        crew_pages(CrewDesk(*shared)),
        worker_pages(),
    ]
