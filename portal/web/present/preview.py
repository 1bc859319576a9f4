"""How far the pages of a paper are, in words, and where their pictures are."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from portal.actions.dossier import OpenDossier
from portal.actions.preview import Preview, needed_programs
from portal.documents.office import MAX_PAGES
from portal.rules.errors import Rejected
from portal.storage.reading.papers import PaperRow, papers_of
from portal.web.messages import sentence
from portal.web.present.papers import title_of_paper


def preview_part(
    preview: Preview, *, title: str, media: str, address: str, image: Callable[[int], str], pdf: str
) -> dict[str, Any]:
    """What `parts/_preview.html` shows of the file called `title`, whose extension is `media`.

    `address` answers GET with the part and POST with asking for it; `image` gives the address of the picture of
    a page (counted from 1), `pdf` is that of the whole.
    """
    missing = needed_programs(media) if preview.state in ("none", "failed") else ()
    return {
        "title": title,
        "state": "missing" if missing else preview.state,
        "seen": f"{preview.state}-{preview.ahead}",
        "line": _line(preview),
        "moving": preview.moving,
        "missing": " en ".join(missing),
        "problem": sentence(Rejected(preview.problem)) if preview.problem else "",
        "address": address,
        "pdf": pdf,
        "pages": [
            {"src": image(number), "alt": f"Pagina {number} van {preview.pages} van {title}"}
            for number in range(1, preview.pages + 1)
        ],
        "cut_off": preview.pages == MAX_PAGES,
        "most": MAX_PAGES,
    }


def paper_preview(dossier: OpenDossier, row: PaperRow, preview: Preview, media: str) -> dict[str, Any]:
    """What the preview page of a paper shows; see `preview_part`."""
    here: dict[str, Any] = {"number": dossier.row.number, "paper_id": row.id}
    return preview_part(
        preview,
        title=title_of_paper(row, papers_of(dossier.row.id)),
        media=media,
        address=url_for("preview.preview", **here),
        image=lambda number: url_for("preview.page_picture", **here, page_number=number),
        pdf=url_for("preview.pdf", **here),
    ) | {
        "paper": url_for("papers.paper", **here),
        "download": url_for("papers.download", **here),
        "uploaded": not row.template_sha256,
    }


def pen_preview(dossier: OpenDossier, row: PaperRow, preview: Preview) -> dict[str, Any]:
    """The same of the paper as one prints it to sign it with a pen."""
    here: dict[str, Any] = {"number": dossier.row.number, "paper_id": row.id}
    return preview_part(
        preview,
        title=f"{title_of_paper(row, papers_of(dossier.row.id))} (om te ondertekenen)",
        media="docx",
        address=url_for("on_paper.to_see", **here),
        image=lambda number: url_for("on_paper.page_to_see", **here, page_number=number),
        pdf=url_for("on_paper.as_pdf", **here),
    ) | {
        "paper": url_for("papers.paper", **here),
        "download": url_for("on_paper.to_print", **here),
        "uploaded": False,
    }


def _line(preview: Preview) -> str:
    match preview.state:
        case "waiting" if preview.ahead:
            return "Er gaat nog 1 stuk voor." if preview.ahead == 1 else f"Er gaan nog {preview.ahead} stukken voor."
        case "waiting":
            return "Uw stuk is nu aan de beurt."
        case "busy":
            return "Wij maken de pagina’s. Dat duurt meestal enkele seconden."
        case "done":
            return "1 pagina." if preview.pages == 1 else f"{preview.pages} pagina’s."
        case _:
            return ""
