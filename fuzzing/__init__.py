"""Input that was made to do harm: programs that look for the bytes that break a promise of the package.

Each target, a module of ``fuzzing.targets``, has one pure function, ``check(data)``, which raises where a promise is
broken and returns where all are held, whatever the bytes are. With atheris they are looked for by coverage
(``python -m fuzzing run``); what is known, the corpus and the findings of the past, is replayed without it, in the
tests. ``python -m fuzzing.pages`` mutates whole news pages instead. docs/hostile-input.md says what is promised.

Why a package of the repository and not a part of the tests: the runs go on for hours, want one process a target, and
need a library that is there for Linux only; the tests replay what they left behind in seconds.
"""
