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
    ├── LedgerError                a ledger that cannot be used as asked
    │   ├── NoLedger               no such file
    │   ├── NotALedger             a file that is no ledger, or more than one
    │   ├── LedgerVersion          a ledger that a later, or an earlier, version of the program has written
    │   ├── LedgerDamaged          a ledger whose pages do not fit together
    │   └── LedgerUnwritable       a full disk, a file that may not be written, another writer at work
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
    "LedgerDamaged",
    "LedgerError",
    "LedgerUnwritable",
    "LedgerVersion",
    "NoArticle",
    "NoLedger",
    "NotALedger",
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


class LedgerError(OnRecordError):
    """A ledger cannot be used as it was asked."""


class NoLedger(LedgerError):
    """There is no file of that name, or it may not be opened."""


class NotALedger(LedgerError):
    """The file is no ledger: of another program, or with things in it that this program never wrote."""


class LedgerVersion(LedgerError):
    """The ledger was written by a version of the program whose ledgers this one cannot use."""


class LedgerDamaged(LedgerError):
    """The ledger's pages do not fit together: it was cut short or written over."""


class LedgerUnwritable(LedgerError):
    """The ledger cannot be written: the disk is full, the file may only be read, or another program is writing."""


class OptionError(OnRecordError):
    """An option has a value that makes no sense."""


class OutputError(OnRecordError):
    """A result could not be written where it was asked for."""
