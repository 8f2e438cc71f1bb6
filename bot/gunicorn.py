"""gunicorn's settings, for the `web` processes of a grown-up installation and for `baanrao serve`."""

from bot.settings import settings_of_this_process

_settings = settings_of_this_process()

bind = f"{_settings.host}:{_settings.port}"
worker_class = "gthread"
workers = 1
threads = 8
# LINE gives up after two seconds; a page may take longer, a hung one must not live for ever.
timeout = 30
graceful_timeout = 10
keepalive = 30
accesslog = None  # the app logs what it does; an access log would hold addresses of people
errorlog = "-"
loglevel = "warning"
logger_class = "bot.logs.GunicornLogger"
