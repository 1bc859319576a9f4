"""A template filled with invented words, as its page shows it."""

from datetime import date
from typing import Any

from flask import url_for

from portal.actions.preview import Preview
from portal.actions.template_keepers import TemplatePlace
from portal.web.present.preview import preview_part
from portal.web.present.templates import crumbs, version_address, version_head, version_values


def specimen_page(place: TemplatePlace, version_id: int, today: date) -> dict[str, Any]:
    """What stands around the pages of a specimen."""
    head = version_head(place, version_id, today)
    return {
        "head": head,
        "crumbs": crumbs(place, (head["name"], version_address(place, version_id))),
        "download": url_for("specimens.download", **version_values(place, version_id)),
    }


def specimen_part(place: TemplatePlace, version_id: int, preview: Preview, media: str) -> dict[str, Any]:
    """What `parts/_preview.html` shows of a specimen."""
    here = version_values(place, version_id)
    return preview_part(
        preview,
        title=f"het voorbeeld van {place.kind.title}",
        media=media,
        address=url_for("specimens.example", **here),
        image=lambda number: url_for("specimens.page_picture", **here, page_number=number),
        pdf=url_for("specimens.pdf", **here),
    )
