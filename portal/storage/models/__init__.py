"""The tables. Private to `storage`: outside it only frozen rows are seen.

One module for each subject; a new table goes into the module it belongs to and into the list here.
"""

from typing import Any

from portal.storage.models.base import Table, database, log_database
from portal.storage.models.dossiers import Deputy, Dossier, Fact, Involvement, Nudge, SickReport, Step
from portal.storage.models.jobs import Job, JobFile
from portal.storage.models.keys import DataKey
from portal.storage.models.logins import (
    Account,
    CodeApp,
    LoginChallenge,
    LoginEvent,
    LoginFailure,
    LogoutToken,
    Passkey,
    PasswordLink,
    RecoveryCode,
    Session,
    SignOnSession,
    SignOnSubject,
)
from portal.storage.models.organisation import Appointment, Organisation, OtherEmployment, Person, Unit
from portal.storage.models.papers import Draft, Paper, PaperFile, ReceivedFile, WordCopy
from portal.storage.models.privacy import IllnessWord, RightsReview, WentOn
from portal.storage.models.read_log import ReadLog, ReadLogHead
from portal.storage.models.retention import Destruction, RetentionHold, RetentionTerm
from portal.storage.models.smo import Smo, SmoAction, SmoParticipant
from portal.storage.models.templates import TemplateFile, TemplateVersion

TABLES: tuple[Any, ...] = (
    Organisation,
    Unit,
    Person,
    OtherEmployment,
    Account,
    Appointment,
    CodeApp,
    Passkey,
    RecoveryCode,
    Session,
    LoginChallenge,
    LoginFailure,
    LoginEvent,
    PasswordLink,
    SignOnSubject,
    SignOnSession,
    LogoutToken,
    Dossier,
    Involvement,
    Deputy,
    SickReport,
    Fact,
    Step,
    Paper,
    PaperFile,
    TemplateFile,
    TemplateVersion,
    Draft,
    WordCopy,
    ReceivedFile,
    Job,
    JobFile,
    Nudge,
    IllnessWord,
    WentOn,
    RightsReview,
    RetentionTerm,
    RetentionHold,
    Destruction,
    Smo,
    SmoParticipant,
    SmoAction,
    DataKey,
    ReadLog,
    ReadLogHead,
)

__all__ = [
    "TABLES",
    "Account",
    "Appointment",
    "CodeApp",
    "DataKey",
    "Deputy",
    "Destruction",
    "Dossier",
    "Draft",
    "Fact",
    "IllnessWord",
    "Involvement",
    "Job",
    "JobFile",
    "LoginChallenge",
    "LoginEvent",
    "LoginFailure",
    "LogoutToken",
    "Nudge",
    "Organisation",
    "OtherEmployment",
    "Paper",
    "PaperFile",
    "Passkey",
    "PasswordLink",
    "Person",
    "ReadLog",
    "ReadLogHead",
    "ReceivedFile",
    "RecoveryCode",
    "RetentionHold",
    "RetentionTerm",
    "RightsReview",
    "Session",
    "SickReport",
    "SignOnSession",
    "SignOnSubject",
    "Smo",
    "SmoAction",
    "SmoParticipant",
    "Step",
    "Table",
    "TemplateFile",
    "TemplateVersion",
    "Unit",
    "WentOn",
    "WordCopy",
    "database",
    "log_database",
]
