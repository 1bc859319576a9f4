"""Where someone was going before logging in: a page of this portal, or nowhere."""


def inside(wanted: str) -> str | None:
    """The address when it lies in this portal, else None: no link to the portal may end at another site."""
    here = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if here else None
