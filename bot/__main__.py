"""`python -m bot` is `baanrao`."""

from bot.commands import main

main()
