"""The packet of the report, in words."""

from portal.actions.dossier import OpenDossier
from portal.storage.reading.bsn import bsn_of


def bsn_kept(dossier: OpenDossier) -> str:
    """Whether a BSN is kept and from whom, without the number but for its last two digits."""
    known = bsn_of(dossier.row.id)
    if known is None:
        return "Het portaal heeft uw BSN nog niet."
    source = "uit het personeelsbestand" if known.imported else "dat u zelf gaf"
    return f"Het portaal bewaart een BSN {source}, dat eindigt op {known.number[-2:]}. Laat leeg om het te wissen."
