"""Photos by their unguessable names: LINE's servers and people's phones fetch them without a session."""

from flask import Blueprint, Response, abort, send_file

from models.database import Database
from models.photo import shown_photo
from notifications.photos import PhotoStore


def picture_pages(database: Database, store: PhotoStore) -> Blueprint:
    """`GET /photos/<token>.jpg`. A photo that was taken back is gone at once."""
    pages = Blueprint("pictures", __name__)

    @pages.get("/photos/<token>.jpg")
    def photo(token: str) -> Response:
        if not token.isprintable():  # PostgreSQL would not even look for a name with a NUL in it
            abort(404)
        with database.read() as session:
            found = shown_photo(session, token)
        if found is None or found.sha256 is None:
            abort(404)
        path = store.path(found.sha256).resolve()
        if not path.is_file():
            abort(404)
        answer = send_file(path, mimetype="image/jpeg", max_age=3600, etag=found.sha256, conditional=True)
        answer.headers["Cache-Control"] = "private, max-age=3600"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    return pages
