"""What the documentation shows runs, and what there is is documented."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from whowhom import mechanisms, observables

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.M | re.S)
MAKE_DOCS = ROOT / "scripts" / "make_docs.py"


def blocks(path: Path, language: str) -> list[str]:
    """Return the fenced blocks of a page in one language, in order."""
    return [body for kind, body in BLOCK.findall(path.read_text(encoding="utf-8")) if kind == language]


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with warnings as a reader would see them."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(
    "path", [path for path in PAGES if blocks(path, "python")], ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_python_of_a_page_runs(path: Path, tmp_path: Path) -> None:
    """The blocks of one page run one after another, as one program, in an empty folder."""
    answer = run(["-c", "\n".join(blocks(path, "python"))], tmp_path)
    assert answer.returncode == 0, answer.stderr


def test_every_block_says_what_it_is() -> None:
    """A fence without a language would be passed over: text is marked as text."""
    unmarked = [
        f"{path.relative_to(ROOT)}: {body[:40]!r}"
        for path in PAGES
        for kind, body in BLOCK.findall(path.read_text(encoding="utf-8"))
        if not kind
    ]
    assert unmarked == []


@pytest.mark.parametrize("name", mechanisms.shipped())
def test_every_mechanism_is_documented(name: str) -> None:
    """Each has a section with every one of its numbers."""
    text = (ROOT / "docs" / "reference" / "mechanisms.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert section, f"no section on {name}"
    for item in mechanisms.load(name).declaration.parameters:
        assert f"| `{item.name}` |" in section[1]


@pytest.mark.parametrize("name", observables.shipped())
def test_every_observable_is_documented(name: str) -> None:
    """Each has a row."""
    text = (ROOT / "docs" / "reference" / "observables.md").read_text(encoding="utf-8")
    assert f"| `{name}` |" in text


def test_the_generated_pages_are_fresh() -> None:
    """`make_docs.py --check` finds nothing stale."""
    answer = run([str(MAKE_DOCS), "--check"], ROOT)
    assert answer.returncode == 0, answer.stdout


def test_the_check_of_freshness_can_fail(tmp_path: Path) -> None:
    """A copy of the script beside an empty reference finds both pages stale, writes them, and is content."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    script = tmp_path / "scripts" / "make_docs.py"
    script.write_text(MAKE_DOCS.read_text(encoding="utf-8"), encoding="utf-8")
    stale = run([str(script), "--check"], tmp_path)
    assert stale.returncode == 1
    assert stale.stdout.count("is stale") == 2
    assert run([str(script)], tmp_path).returncode == 0
    assert run([str(script), "--check"], tmp_path).returncode == 0


def test_blocks_are_found(tmp_path: Path) -> None:
    """The reader of pages sees python blocks and no others."""
    page = tmp_path / "page.md"
    page.write_text("a\n```python\nx = 1\n```\nb\n```text\nno\n```\n", encoding="utf-8")
    assert blocks(page, "python") == ["x = 1\n"]


def test_the_readme_counts_what_is_shipped() -> None:
    """Fourteen organisations and 36 questions, or however many there are by then."""
    from whowhom.spec.toml import organisations

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(organisations()) == 14 and "one of fourteen shipped organisations" in text
    page = (ROOT / "docs" / "how-to" / "institution-questions.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"^\| ?\**([CFNV]\d+)", page, re.M)) | set(
        re.findall(r"^## ([CFNV]\d+)", page, re.M)
    )
    assert f"answers {len(asked)}\nquestions" in text
