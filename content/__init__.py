"""What people read and what the town offers, as data: texts, catalogues, towns, and the cards made of them."""
