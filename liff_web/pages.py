"""Citizens' pages inside LINE. Every one carries the bootstrap and is a shell until there is a session."""

from flask import Blueprint, render_template

from content.office import Office
from liff_web.identity import reader
from models.database import Database


def citizen_pages(database: Database, office: Office, *, simulated: bool) -> Blueprint:
    """`GET /liff/` and below. `simulated`: a stand-in plays LINE, so its SDK is not loaded."""
    pages = Blueprint("citizen", __name__, template_folder="templates")

    @pages.get("/liff/")
    def home() -> str:
        person = reader(database)
        say = office.says_in(person.language if person else "th")
        return render_template("home.html", say=say, office=office, person=person, simulated=simulated)

    return pages
