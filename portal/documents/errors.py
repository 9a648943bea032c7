"""What can go wrong with a document."""


class DocumentError(RuntimeError):
    """A document cannot be made; the message says what is wrong and what would be right."""
