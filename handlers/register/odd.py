"""What is odd about a row: the key of a sentence and its blanks."""


class Odd(Exception):
    """A cell that can't be taken."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(key)
        self.key, self.blanks = key, blanks
