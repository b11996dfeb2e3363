"""Print one of the two commands of the README's first screen, exactly as it stands there.

python tests/readme_commands.py main|test [--powershell]
"""

from __future__ import annotations

import pathlib
import re
import sys

README = pathlib.Path(__file__).parent.parent / "README.md"


def commands(text: str, language: str) -> list[str]:
    """The one-line commands of the first code blocks of a language: the main job, then the tests."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.strip()][:2]


def main() -> None:
    """Print the command that is asked for."""
    which = {"main": 0, "test": 1}[sys.argv[1]]
    language = "powershell" if "--powershell" in sys.argv else "bash"
    print(commands(README.read_text("utf-8"), language)[which])


if __name__ == "__main__":
    main()
