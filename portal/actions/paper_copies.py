"""A paper as this reader may have it: some fields are not for everyone who reads its kind (see the catalogue)."""

from dataclasses import replace

from portal.actions.dossier import OpenDossier
from portal.actions.paper_values import rendered
from portal.storage.catalogue import catalogue
from portal.storage.hashing import sha256
from portal.storage.reading.papers import FileRow, PaperRow, file_of, rendering_of


def as_seen(dossier: OpenDossier, row: PaperRow) -> PaperRow:
    """The paper without the values of the fields that are not for who has the dossier open."""
    hidden = catalogue()[row.kind].hidden_from(dossier.roles)
    return replace(row, values={name: value for name, value in row.values.items() if name not in hidden})


def file_seen(dossier: OpenDossier, row: PaperRow) -> FileRow | None:
    """The bytes of a paper for who has the dossier open; None as `file_of` gives.

    Where a field is not for them it is a copy in which that field is empty, always the same while nobody signs. A
    file that was uploaded is what it is: nothing can be left out of it.
    """
    file = file_of(row.id)
    if file is None or not _hides(dossier, row):
        return file
    content = rendered(dossier, catalogue()[row.kind], as_seen(dossier, row), dossier.facts)
    return FileRow("docx", content, sha256(content))


def rendering_seen(dossier: OpenDossier, row: PaperRow) -> tuple[str, str] | None:
    """The extension and the SHA-256 of what `file_seen` gives."""
    if not _hides(dossier, row):
        return rendering_of(row.id)
    file = file_seen(dossier, row)
    return (file.media, file.sha256) if file else None


def _hides(dossier: OpenDossier, row: PaperRow) -> bool:
    return bool(row.template_sha256) and bool(catalogue()[row.kind].hidden_from(dossier.roles))
