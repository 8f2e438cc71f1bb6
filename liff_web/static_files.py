"""Scripts, styles and fonts: small on the way, and kept by the browser until their content changes."""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, request
from flask_compress import Compress

DIST = Path(__file__).parent / "static/dist"
FOR_EVER = "public, max-age=31536000, immutable"
# What the bundler names by its content.
NAMED_BY_CONTENT = re.compile(r"-[A-Z0-9]{8}[.][a-z0-9]+$")


def serve_files(app: Flask) -> None:
    """Give templates `asset(name)`, compress what is text, and let browsers keep what can't change."""
    app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_MIN_SIZE=500)
    Compress(app)
    app.add_template_global(asset)

    @app.after_request
    def keep(answer: Response) -> Response:
        is_for_ever = "v" in request.args or NAMED_BY_CONTENT.search(request.path)
        if request.endpoint == "static" and answer.status_code in (200, 304) and is_for_ever:
            answer.headers["Cache-Control"] = FOR_EVER
        return answer


@cache
def asset(name: str) -> str:
    """The address of a built file, below the app's root: another one when its content is another."""
    file = DIST / name
    version = hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"
    return f"static/dist/{name}?v={version}"
