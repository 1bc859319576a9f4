"""The template workshop on stage: the templates of the plan van aanpak, and who keeps them."""

from dataclasses import dataclass
from typing import Any

from portal.actions.mend_template import mend_template
from portal.actions.publish_template import publications, publish_template
from portal.actions.review_template import review_template
from portal.actions.template_keepers import TemplatePlace
from portal.actions.upload_template import upload_template
from portal.actions.word_forms import form_of
from portal.demonstration import texts
from portal.storage.catalogue import catalogue, template_bytes
from portal.storage.database import rows
from portal.storage.hashing import sha256
from portal.storage.reading.papers import paper
from portal.storage.reading.templates import template_in_use
from tests.staging import Stage
from tests.template_edits import with_question

PLAN = "plan_van_aanpak"
ORIGINAL = template_bytes(PLAN)
OWN = with_question(ORIGINAL)
OTHER = with_question(ORIGINAL, tag="eigen.thuiswerk", label="Thuiswerk")
TODAY = 40


@dataclass
class Workshop:
    """The templates of the plan van aanpak, in the hands of the beheerder unless someone else is named."""

    stage: Stage

    def who(self, days: int, login: str = "beheerder") -> dict[str, Any]:
        """The arguments that every action takes."""
        return {
            "organisation_id": self.organisation,
            "kind": PLAN,
            "actor": self.stage.ids[login],
            "now": self.stage.moment(days),
        }

    @property
    def organisation(self) -> int:
        """The organisation of everyone in the demonstration."""
        [(found,)] = rows("SELECT id FROM organisation WHERE name = 'Provincie Waterland'")
        return int(found)

    @property
    def place(self) -> TemplatePlace:
        """The templates of the plan van aanpak there."""
        return TemplatePlace(self.organisation, "Provincie Waterland", catalogue()[PLAN])

    def upload(self, content: bytes, days: int = TODAY, login: str = "beheerder", name: str = "plan.docx") -> int:
        """Someone uploads a file; the id of the concept."""
        return upload_template(**self.who(days, login), file_name=name, content=content).version_id

    def mend(self, version_id: int) -> int:
        """Carry out every offer of the check; the id of the new concept."""
        content = self.place.content(version_id)
        offers = review_template(PLAN, content, ORIGINAL).offers
        return mend_template(**self.who(TODAY), version_id=version_id, accepted=offers)

    def publish(self, version_id: int, from_day: int, days: int = TODAY, login: str = "beheerder") -> int:
        """Someone publishes a version from a day, having seen what is published so far."""
        return publish_template(
            **self.who(days, login),
            version_id=version_id,
            from_on=self.stage.day(from_day),
            seen=publications(self.place),
        )

    def take_into_use(self, content: bytes, from_day: int, days: int = TODAY) -> int:
        """Upload a file and publish it."""
        return self.publish(self.upload(content, days), from_day, days)

    def in_use(self, days: int) -> bytes:
        """The template that is in use on a day."""
        return template_in_use(PLAN, self.organisation, self.stage.day(days))


def is_stored(template: bytes) -> bool:
    """Whether these bytes stand in the database, asked there: what was read before is remembered."""
    return rows("SELECT COUNT(*) FROM template_file WHERE sha256 = ?", sha256(template)) == [(1,)]


def plan_values(stage: Stage, days: int, **more: Any) -> dict[str, Any]:
    """What the manager fills in on that day, and more."""
    return texts.plan_values(stage.day(days)) | more


def made_with(paper_id: int) -> bytes:
    """The template of a paper."""
    row = paper(paper_id)
    assert row
    return form_of(row).content
