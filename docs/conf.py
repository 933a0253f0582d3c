"""How Sphinx builds the site; `make docs` runs it, and a warning is an error."""

import re
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent / "src" / "onrecord" / "version.py"

project = "On Record"
author = "The On Record developers"
copyright = "the On Record developers"
version = release = re.findall(r'^__version__ = "(.+)"$', _PACKAGE.read_text(encoding="utf-8"), re.MULTILINE)[0]

extensions = ["myst_parser"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"On Record {version}"
html_static_path: list[str] = []
html_extra_path = ["onrecord-1.schema.json"]  # at an address that does not change
html_copy_source = False
html_show_sphinx = False
