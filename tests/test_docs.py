"""The documentation is executed: README, docs and the docstrings of the package that is installed."""

import os
import re
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

import stackdi

ROOT = Path(__file__).parents[1]
PACKAGE = Path(stackdi.__file__).parent
PROSE = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if ">>>" in path.read_text())


def run_examples(path: Path, sybil: Sybil) -> int:
    """Evaluate all examples of a document in one namespace and return how many there were."""
    examples = list(sybil.parse(path).examples())
    for example in examples:
        example.evaluate()
    return len(examples)


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_prose(path, tmp_path, monkeypatch, capsys):
    """Every Python block of the prose runs in an empty folder, and prints what the comments below it say."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(os.fspath(ROOT / "examples" / "custom_flavor"))
    assert run_examples(path, Sybil([PythonCodeBlockParser()], encoding="utf-8")) > 0
    blocks = re.findall(r"```python\n(.*?)```", path.read_text(), re.DOTALL)
    said = [line.removeprefix("# ") for block in blocks for line in block.splitlines() if line.startswith("# ")]
    assert set(said) <= set(capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_docstrings(path, tmp_path, monkeypatch):
    """Every example of a docstring prints what it says."""
    monkeypatch.chdir(tmp_path)
    sybil = Sybil([DocTestParser()], path=PACKAGE.parent, document_types={".py": PythonDocStringDocument})
    assert run_examples(path, sybil) > 0


def test_readme_is_short():
    """The README stays within 150 lines, with its first example before line 25."""
    lines = (ROOT / "README.md").read_text().splitlines()
    assert len(lines) <= 150
    assert lines.index("```python") < 25
