"""Write the Python blocks of README and docs to files, for the type checkers: `python tests/typing/prose.py FOLDER`."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

Path(sys.argv[1]).mkdir(exist_ok=True)
for prose in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
    blocks = re.findall(r"```python\n(.*?)```", prose.read_text(), re.DOTALL)
    Path(sys.argv[1], f"{prose.stem.replace('-', '_').lower()}_blocks.py").write_text("\n\n".join(blocks))
