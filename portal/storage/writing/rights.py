"""Storing that the rights were reviewed. Call inside `transaction()`."""

from datetime import datetime

from portal.storage.models import RightsReview


def add_review(organisation_id: int, person_id: int, at: datetime, note: str) -> None:
    """Someone reviewed the rights in an organisation, and found this."""
    RightsReview.insert(organisation=organisation_id, person=person_id, at=at, note=note).execute()
