"""The pages of the portal, one module for each subject."""

from portal.web.views.about import bp as about
from portal.web.views.admit import bp as admit
from portal.web.views.agenda import bp as agenda
from portal.web.views.beheer import bp as beheer
from portal.web.views.calendars import bp as calendars
from portal.web.views.case import bp as case
from portal.web.views.changes import bp as changes
from portal.web.views.copies import bp as copies
from portal.web.views.corrections import bp as corrections
from portal.web.views.deputies import bp as deputies
from portal.web.views.dossiers import bp as dossiers
from portal.web.views.explain import bp as explain
from portal.web.views.export import bp as export
from portal.web.views.figures import bp as figures
from portal.web.views.functions import bp as functions
from portal.web.views.illness_words import bp as illness_words
from portal.web.views.inbox import bp as inbox
from portal.web.views.login import bp as login
from portal.web.views.on_paper import bp as on_paper
from portal.web.views.own_settings import bp as own_settings
from portal.web.views.packet import bp as packet
from portal.web.views.papers import bp as papers
from portal.web.views.passkeys import bp as passkeys
from portal.web.views.password_links import bp as password_links
from portal.web.views.preview import bp as preview
from portal.web.views.progress import bp as progress
from portal.web.views.questions import bp as questions
from portal.web.views.recall import bp as recall
from portal.web.views.record import bp as record
from portal.web.views.recovery import bp as recovery
from portal.web.views.report_sick import bp as report_sick
from portal.web.views.retention import bp as retention
from portal.web.views.rights import bp as rights
from portal.web.views.running_case import bp as running_case
from portal.web.views.search import bp as search
from portal.web.views.secure import bp as secure
from portal.web.views.sign_on import bp as sign_on
from portal.web.views.signed_in import bp as signed_in
from portal.web.views.smo import bp as smo
from portal.web.views.specimens import bp as specimens
from portal.web.views.takeover import bp as takeover
from portal.web.views.templates import bp as templates
from portal.web.views.wia import bp as wia
from portal.web.views.word import bp as word
from portal.web.views.ziekmelding import bp as ziekmelding

BLUEPRINTS = (
    login,
    password_links,
    sign_on,
    secure,
    passkeys,
    signed_in,
    own_settings,
    calendars,
    inbox,
    dossiers,
    search,
    changes,
    explain,
    case,
    corrections,
    recovery,
    record,
    takeover,
    papers,
    questions,
    on_paper,
    copies,
    preview,
    recall,
    word,
    wia,
    packet,
    export,
    ziekmelding,
    running_case,
    report_sick,
    progress,
    agenda,
    deputies,
    smo,
    figures,
    beheer,
    admit,
    functions,
    illness_words,
    rights,
    retention,
    templates,
    specimens,
    about,
)
