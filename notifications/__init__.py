"""What we tell people unasked, in which lane and at what price, and the only wire to LINE."""
