"""How fast the town is on this machine, beside the least that its work could cost (`make bench`)."""
