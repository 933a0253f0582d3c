"""Average the weights of runs that share their beginning.

    python -m training.average RUN/averaged.safetensors RUN/averaged.safetensors --out DIR/averaged.safetensors

Networks fine-tuned from one start lie in one basin, and their mean reads better than each (model soups: Wortsman et
al., ICML 2022). It costs nothing when reading.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    """Read, average, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    runs = [load_file(path) for path in options.weights]
    mean = {
        name: sum(run[name] for run in runs) / len(runs) if tensor.is_floating_point() else tensor
        for name, tensor in runs[0].items()
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save_file(mean, options.out)


if __name__ == "__main__":
    main()
