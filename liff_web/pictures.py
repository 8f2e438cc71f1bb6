"""Photos by their unguessable names: LINE's servers and people's phones fetch them without a session."""

from flask import Blueprint, Response, abort, send_file

from models.database import Database
from models.photo import shown_photo
from models.public_photo import public_photo
from notifications.photos import PhotoStore

# A phone may keep a photo that was sent to it. What is public is asked for anew, so that it is gone when it is withheld.
OF_A_CASE, PUBLIC = "private, max-age=3600", "public, no-cache"


def picture_pages(database: Database, store: PhotoStore) -> Blueprint:
    """`GET /photos/<token>.jpg`, and the thumbnail at `.small.jpg`: a photo that was taken back is gone at once.

    Below `/photos/public/` the same for what anybody may see, by names that lead to nothing else.
    """
    pages = Blueprint("pictures", __name__)

    @pages.get("/photos/<token>.jpg")
    def photo(token: str, small: bool = False) -> Response:
        with database.read() as session:
            found = shown_photo(session, token) if token.isprintable() else None
        return _shown(store, found.sha256 if found else None, OF_A_CASE, small=small)

    @pages.get("/photos/public/<token>.jpg")
    def public(token: str, small: bool = False) -> Response:
        with database.read() as session:
            found = public_photo(session, token) if token.isprintable() else None
        return _shown(store, found.public_sha256 if found else None, PUBLIC, small=small)

    @pages.get("/photos/<token>.small.jpg")
    def thumbnail(token: str) -> Response:
        return photo(token, small=True)

    @pages.get("/photos/public/<token>.small.jpg")
    def public_thumbnail(token: str) -> Response:
        return public(token, small=True)

    return pages


def _shown(store: PhotoStore, sha256: str | None, caching: str, *, small: bool) -> Response:
    path = store.path(sha256, small=small).resolve() if sha256 else None
    if path is None or not path.is_file():
        abort(404)
    etag = f"{sha256}-small" if small else sha256
    answer = send_file(path, mimetype="image/jpeg", etag=etag or False, conditional=True)
    answer.headers["Cache-Control"] = caching
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
