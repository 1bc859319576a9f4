"""docs/privacy.md leaves no table with personal data out."""

from portal.settings import ROOT
from portal.storage import models

SAID_IN = {
    "Personen, functies, eenheden": (
        "Organisation",
        "Unit",
        "Person",
        "Appointment",
        "OtherEmployment",
        "RightsReview",
    ),
    "Burgerservicenummer": ("Bsn",),
    "Feiten": ("Dossier", "Fact", "FactHead", "Involvement"),
    "Stukken, hun bestanden": ("Paper", "PaperFile", "Job", "JobFile"),
    "Stappen en wie aan zet is": ("Step",),
    "Concepten, kopieën voor Word": ("Draft", "WordCopy", "ReceivedFile"),
    "Bestanden die wachten tot ze op virussen zijn nagekeken": ("HeldFile", "LooseScan"),
    "Inzagelogboek": ("ReadLog", "ReadLogHead"),
    "SMO": ("Smo", "SmoAction", "SmoParticipant"),
    "Accounts, inloggen": (
        "Account",
        "CodeApp",
        "Passkey",
        "RecoveryCode",
        "Session",
        "KnownBrowser",
        "LoginChallenge",
        "LoginFailure",
        "LoginEvent",
        "RequestCount",
        "PasswordLink",
        "SignOnSubject",
        "SignOnSession",
        "LogoutToken",
    ),
    "Voorgestelde functies": ("ProposedFunction",),
    "Vervangingen, herinneringen, eigen ziekmeldingen": ("Deputy", "Nudge", "SickReport"),
    "Mail in de ochtend": ("MorningMail", "Escalation"),
    "Agenda op een geheim adres": ("CalendarFeed", "CalendarEntry"),
    "Woorden over ziekte": ("IllnessWord", "WentOn"),
    "Sjablonen": ("TemplateFile", "TemplateVersion"),
    "vernietigd dossier": ("Destruction", "RetentionHold", "RetentionTerm"),
}
"""The rows of the page by words in them, and the tables of which each tells."""

WITHOUT_PEOPLE = {"DataKey"}


def test_every_table_is_told_of() -> None:
    told = {name for names in SAID_IN.values() for name in names}
    assert {table.__name__ for table in models.TABLES} == told | WITHOUT_PEOPLE
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert [words for words in SAID_IN if not any(words in row for row in rows)] == []
