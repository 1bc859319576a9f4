"""The pages of the portal, one module for each subject."""

from portal.web.views import about, beheer, case, dossiers, inbox, login, papers, progress, wia, ziekmelding

BLUEPRINTS = tuple(
    module.bp for module in (login, inbox, dossiers, case, papers, wia, ziekmelding, progress, beheer, about)
)
