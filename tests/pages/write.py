"""Write the pages of docs/ that follow from the code: python tests/pages/write.py"""

from __future__ import annotations

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from pages import command_help, evaluation, reference, result

PAGES = (command_help, evaluation, reference, result)

if __name__ == "__main__":
    for written in PAGES:
        written.PAGE.write_text(written.page(), "utf-8")
