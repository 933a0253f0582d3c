"""The program's version, which records name; apart from the public names, so that the reader need not import them."""

__all__ = ["__version__"]

__version__ = "0.1.0"
