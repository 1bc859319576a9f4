"""A PDF small enough to write by hand."""


def pdf_with(pages: int, width: int = 595, height: int = 842, *, words: str = "") -> bytes:
    """A whole PDF with so many pages, empty or with the drawing `words`; width and height in points."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"]
    drawing = f" /Contents {pages + 3} 0 R" if words else ""
    objects += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}]{drawing} >>"] * pages
    objects += [f"<< /Length {len(words)} >>\nstream\n{words}\nendstream"] if words else []
    body, places = "%PDF-1.4\n", ["0000000000 65535 f \n"]
    for number, one in enumerate(objects, 1):
        places.append(f"{len(body):010} 00000 n \n")
        body += f"{number} 0 obj\n{one}\nendobj\n"
    size = len(places)
    ending = f"trailer\n<< /Root 1 0 R /Size {size} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n{''.join(places)}{ending}".encode()
