"""Every error that On Record raises on purpose, in one tree.

    OnRecordError
    ├── InputError                 the thing to be read is at fault
    │   ├── NotFound               no such file or folder
    │   ├── TooLarge               more bytes than the limit allows
    │   ├── NotText                bytes that are no text in any encoding we know
    │   ├── NoArticle              a page or a file without a text to read
    │   └── FetchError             an address that could not be read
    │       ├── AddressRefused     a scheme, host or network that is not allowed
    │       └── FetchTimeout       no complete answer within the time limit
    ├── BundleError                the model's files are missing, damaged or of another version
    ├── FormatError                a record, or a standoff file, that is not in the format it claims
    ├── OptionError                an option whose value makes no sense
    └── OutputError                a result that could not be written

Each message says what was wrong, where, and what to do next. Errors of the libraries underneath are translated where
the library is called, so that a caller has only these to catch.
"""

from __future__ import annotations

__all__ = [
    "AddressRefused",
    "BundleError",
    "FetchError",
    "FetchTimeout",
    "FormatError",
    "InputError",
    "NoArticle",
    "NotFound",
    "NotText",
    "OnRecordError",
    "OptionError",
    "OutputError",
    "TooLarge",
]


class OnRecordError(Exception):
    """The base of every error that On Record raises on purpose."""


class InputError(OnRecordError):
    """The thing to be read is at fault; a run over many inputs reports it and goes on."""


class NotFound(InputError):
    """There is no such file or folder, or it may not be opened."""


class TooLarge(InputError):
    """The input holds more bytes than the limit allows."""


class NotText(InputError):
    """The bytes are no text in any encoding that we know."""


class NoArticle(InputError):
    """The page or file has no text to read: empty, a list of links, a form."""


class FetchError(InputError):
    """An address could not be read."""


class AddressRefused(FetchError):
    """The address's scheme, host or network is not allowed."""


class FetchTimeout(FetchError):
    """No complete answer came within the time limit."""


class BundleError(OnRecordError):
    """The model's files are missing, damaged, or of a version that this program cannot read."""


class FormatError(OnRecordError):
    """A record or a standoff file is not in the format that it claims to be in."""


class OptionError(OnRecordError):
    """An option has a value that makes no sense."""


class OutputError(OnRecordError):
    """A result could not be written where it was asked for."""
