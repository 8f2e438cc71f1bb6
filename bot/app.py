"""The composition root of the web: an app for one installation, used by tests and production alike."""

import gc
import sys
from datetime import timedelta

from flask import Flask

from bot import logs
from bot.alarms import alarms_of, watch_the_worker
from bot.clock import Clock, now
from bot.engine import Engine, build
from bot.health import health_pages
from bot.metrics import metrics_pages
from bot.migrate import upgrade
from bot.settings import Settings, settings_of_this_process
from bot.webhook import Webhook, webhook_pages
from bot.worker import Worker
from liff_web import (
    Counter,
    Darkroom,
    Desk,
    Frame,
    MyCases,
    PoleCounter,
    Publishing,
    case_pages,
    citizen_pages,
    complaint_pages,
    desk_pages,
    door_pages,
    identity_pages,
    picture_pages,
    pole_help_pages,
    pole_pages,
    publishing_pages,
    upload_pages,
)
from liff_web.headers import set_headers
from liff_web.same_origin import guard_forms
from liff_web.static_files import serve_files
from notifications.login import Login

SESSION_LIVES = timedelta(hours=2)


def create_app(settings: Settings, engine: Engine, clock: Clock = now) -> Flask:
    """The web of an installation: LINE's webhook, health, and the pages."""
    simulated = settings.line_api_url is not None
    app = Flask("liff_web")
    app.secret_key = settings.secret_key.get_secret_value()
    app.config.update(
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=SESSION_LIVES,
    )
    login = Login(settings.line_login_channel_id, settings.line_api_url)
    webhook = Webhook(settings.line_channel_secret.get_secret_value(), engine.database, clock)
    app.register_blueprint(webhook_pages(webhook))
    app.register_blueprint(health_pages(engine.database, clock))
    app.register_blueprint(metrics_pages(engine.database, clock))
    app.register_blueprint(identity_pages(engine.database, login, clock))
    shared = (engine.database, engine.office, clock, simulated)
    frame = Frame(*shared)
    app.register_blueprint(citizen_pages(frame))
    app.register_blueprint(picture_pages(engine.database, engine.photos))
    darkroom = Darkroom(frame, engine.photos)
    app.register_blueprint(upload_pages(frame, darkroom))
    app.register_blueprint(case_pages(MyCases(*shared, darkroom)))
    app.register_blueprint(complaint_pages(Counter(*shared, darkroom)))
    poles = PoleCounter(*shared, darkroom)
    app.register_blueprint(pole_pages(poles))
    app.register_blueprint(pole_help_pages(poles))
    app.register_blueprint(publishing_pages(Publishing(*shared, engine.photos)))
    app.register_blueprint(door_pages(frame))
    for pages in desk_pages(Desk(*shared), darkroom):
        app.register_blueprint(pages)
    serve_files(app)
    set_headers(app, simulated=simulated, tile_url=engine.office.tile_url)
    guard_forms(app, engine.office)
    return app


def create_app_from_environment() -> Flask:
    """For gunicorn: the web alone, its worker being another process."""
    logs.configure(sys.stdout)
    settings = settings_of_this_process()
    engine = build(settings, now)
    app = create_app(settings, engine)
    watch_the_worker(alarms_of(settings, engine))
    keep_what_is_loaded()
    return app


def create_town_from_environment() -> Flask:
    """For `baanrao serve`: web, senders and clock in one process, with the database brought up to date first."""
    logs.configure(sys.stdout)
    settings = settings_of_this_process()
    upgrade(settings.database_url)
    engine = build(settings, now)
    app = create_app(settings, engine)
    alarms = alarms_of(settings, engine)
    Worker(engine, alarms.watch_what_waits).start()
    watch_the_worker(alarms)
    keep_what_is_loaded()
    return app


def keep_what_is_loaded() -> None:
    """What is there when a process has started stays for good: not to look through it at each collection of garbage
    saves a good part of the work on an event."""
    gc.collect()
    gc.freeze()
