"""``python -m fuzzing``: run targets, replay an input, or merge what was found into the repository's corpus."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fuzzing.running import ARTIFACTS, Run, has_atheris, known_inputs, run, table
from fuzzing.targets import TARGETS, check_of

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description="Fuzz what reads other people's bytes.")
    commands = parser.add_subparsers(dest="command", required=True)
    long = commands.add_parser("run", help="run targets with atheris, one process each")
    long.add_argument("targets", nargs="+", choices=["all", *TARGETS], metavar="TARGET|all")
    long.add_argument("--runs", type=int, default=1_000_000, metavar="N", help="inputs of each target; 0: no limit")
    long.add_argument("--seconds", type=int, default=0, metavar="S", help="stop a target after this time")
    long.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="at once (default: one a core)")
    long.add_argument("--seed", type=int, default=0, metavar="N", help="take the same course again; 0: another")
    again = commands.add_parser("replay", help="check inputs again, without atheris")
    again.add_argument("target", choices=list(TARGETS), metavar="TARGET")
    again.add_argument("files", nargs="*", type=Path, metavar="FILE", help="left out: all that the repository keeps")
    fewer = commands.add_parser("merge", help="write a target's corpus anew of all that was found")
    fewer.add_argument("targets", nargs="+", choices=["all", *TARGETS], metavar="TARGET|all")
    return parser


def _chosen(targets: Sequence[str]) -> list[str]:
    return list(TARGETS) if "all" in targets else list(dict.fromkeys(targets))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _run(options: argparse.Namespace) -> int:
    def one(target: str) -> Run:
        done = run(target, runs=options.runs, seconds=options.seconds, seed=options.seed, tell=_tell)
        if done.failed:
            print(done.failed)
        if done.kept:
            print(f"{target}: kept {done.kept}\n  to replay it: python -m fuzzing replay {target} {done.kept}")
        print("\n".join(table([done])), flush=True)
        return done

    with ThreadPoolExecutor(options.jobs) as pool:
        done = list(pool.map(one, _chosen(options.targets)))
    print("\n".join(["", *table(done)]))
    if any(each.kept for each in done):
        print(f"what broke a promise is in {ARTIFACTS}; mend it, and keep the input in fuzzing/findings/TARGET")
    return int(any(each.failed for each in done))


def _replay(target: str, files: Sequence[Path]) -> int:
    broken = 0
    check = check_of(target)
    for path in files or known_inputs(target):
        try:
            check(path.read_bytes())
        except Exception:
            broken += 1
            print(f"{path}: broken\n{traceback.format_exc()}")
        else:
            print(f"{path}: held")
    return int(broken > 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for; 1 where a promise is broken, 2 where atheris is missing."""
    options = _parser().parse_args(arguments)
    if options.command == "replay":
        return _replay(options.target, options.files)
    if not has_atheris():
        print("atheris is not installed; on Linux: pip install -e '.[fuzz]'", file=sys.stderr)
        return 2
    if options.command == "run":
        return _run(options)
    from fuzzing.merging import merge

    for target in _chosen(options.targets):
        files = merge(target)
        print(f"{target:<14}{len(files):>4} inputs, {sum(path.stat().st_size for path in files):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
