"""The town's tables, their rules and their queries. Nothing here reaches for the network or for a web framework."""
