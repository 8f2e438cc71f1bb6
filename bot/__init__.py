"""LINE's front door, and the place where everything is put together."""
