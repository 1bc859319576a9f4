"""What can be wrong with a file, a template or the values for it."""

from portal.rules.errors import PortalError, Rejected


class TemplateError(PortalError):
    """A Word template cannot be used as a form; `problems` are Dutch sentences for whoever made it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class FillError(PortalError):
    """The values do not fit the template.

    `missing` and `unknown` name fields, `wrong` names fields whose value has the wrong type, is no item of
    the list or is no date. A place in a row is written as `list[2].column`, counting rows from 1.
    """

    def __init__(
        self, missing: tuple[str, ...] = (), unknown: tuple[str, ...] = (), wrong: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"missing={missing} unknown={unknown} wrong={wrong}")
        self.missing = missing
        self.unknown = unknown
        self.wrong = wrong


class RefusedFile(Rejected):
    """A file that is not opened; `code` says why."""
