"""Cards: LINE messages made from facts. One module a matter; the look they share is in `look`."""
