"""Street lights: told by the sticker on the pole, its number or a pin, filed as cases of that pole."""

from handlers.streetlights.starting import start

__all__ = ["start"]
