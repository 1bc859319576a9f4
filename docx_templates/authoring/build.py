"""Writes the delivered Word templates.

Run from the project's root: python -m docx_templates.authoring.build [folder]

This is how the delivered files were first made. Once HR edits a template in Word, the .docx is the
truth and its line in PAPERS goes, together with its part of the test that compares the two.
"""

from __future__ import annotations

import sys
from pathlib import Path

from . import (
    forms_advice,
    forms_arbo,
    forms_delay,
    forms_evaluations,
    forms_letters,
    forms_plan,
    forms_questions,
    forms_report,
    forms_uwv,
)
from .model import Paper
from .package import docx

PAPERS: tuple[Paper, ...] = (
    *forms_questions.PAPERS,
    *forms_arbo.PAPERS,
    *forms_advice.PAPERS,
    *forms_plan.PAPERS,
    *forms_evaluations.PAPERS,
    *forms_delay.PAPERS,
    *forms_uwv.PAPERS,
    *forms_letters.PAPERS,
    *forms_report.PAPERS,
)


def write_all(folder: Path) -> list[Path]:
    """Write every paper into `folder`, which must exist; returns the files in catalogue order."""
    written = []
    for paper in PAPERS:
        target = folder / f"{paper.kind}.docx"
        target.write_bytes(docx(paper))
        written.append(target)
    return written


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    for path in write_all(chosen):
        print(f"{path.name:40} {path.stat().st_size:>7} bytes")
