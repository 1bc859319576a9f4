"""What a browser may send in one form: so many fields, in whichever of the two ways it sends them."""

from io import BytesIO
from typing import IO
from urllib.parse import urlsplit

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

URL_ENCODED = "application/x-www-form-urlencoded"


class FewFields(FormDataParser):
    """Counts the fields before they are read: of two million in a small form the reading takes seconds.

    The library counts only the parts of a form with files (`MAX_FORM_PARTS`).
    """

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """The fields and files of a form. Raises RequestEntityTooLarge."""
        if mimetype == URL_ENCODED:
            sent = stream.read()
            if self.max_form_parts is not None and sent.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            stream = BytesIO(sent)
        return super().parse(stream, mimetype, content_length, options)


class Sent(Request):
    """A request to the portal."""

    form_data_parser_class = FewFields

    @property
    def referrer(self) -> str | None:  # type: ignore[override]
        """The page that the visitor came from, as the browser says; what is no address says nothing."""
        said = self.headers.get("Referer")
        try:
            urlsplit(said or "").port  # noqa: B018
        except ValueError:
            return None
        return said
