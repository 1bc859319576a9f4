"""The four ways in which the portal says no. They carry codes, never sentences: the sentences live in web/messages."""

from collections.abc import Callable, Iterator


class PortalError(Exception):
    """Base of every refusal, so that a boundary can catch all of them and nothing else."""


class Rejected(PortalError):
    """What was given cannot be accepted; nothing was stored.

    `code` names the reason, `field` the form field it belongs to (None: the whole form), `details` fill
    the sentence that the person reads.
    """

    def __init__(self, code: str, field: str | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.details = details


class RejectedForm(PortalError):
    """Several things are wrong with one form; `problems` has a Rejected for each, in the order of the form."""

    def __init__(self, problems: tuple[Rejected, ...]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


def refusals(*checks: Callable[[], object]) -> Iterator[Rejected]:
    """What these checks refuse, of each field the first thing, so that someone hears all there is to mend at once."""
    told: set[str | None] = set()
    for check in checks:
        try:
            check()
        except (Rejected, RejectedForm) as refused:
            problems = refused.problems if isinstance(refused, RejectedForm) else (refused,)
            yield from (problem for problem in problems if problem.field not in told)
            told |= {problem.field for problem in problems}


def check_all(*checks: Callable[[], object]) -> None:
    """Make every check, also behind one that refuses. Raises Rejected, or RejectedForm when several refuse."""
    found = tuple(refusals(*checks))
    if len(found) == 1:
        raise found[0]
    if found:
        raise RejectedForm(found)


class Invisible(PortalError):
    """The thing does not exist, or not for this person: the two must look the same."""


class Forbidden(PortalError):
    """The person may see the thing but not do this with it."""


class Changed(PortalError):
    """Someone else changed the dossier since the person opened the form."""


def told_for_log(error: BaseException) -> str:
    """The kind of an error and the lines it came through, the innermost last: never its message.

    A message quotes the value that was wrong, and that may be of a person.
    """
    places, passed = [], error.__traceback__
    while passed is not None:
        code = passed.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{passed.tb_lineno} {code.co_name}")
        passed = passed.tb_next
    return f"{type(error).__name__} at {' > '.join(places) or 'an unknown place'}"
