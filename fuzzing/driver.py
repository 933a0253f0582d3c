"""The process that atheris runs a target in: ``python -m fuzzing.driver TARGET [libFuzzer's options and folders]``.

Only the package's own modules are instrumented, so that coverage means its branches and not those of libraries; that
must happen while they are imported, so nothing here imports them before. ``fuzzing.running`` starts it.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Fuzz the target that the first argument names until libFuzzer ends the process."""
    import atheris

    target, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["onrecord"]):
        from fuzzing.targets import check_of

        check = check_of(target)
    atheris.Setup([sys.argv[0], *options], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
