"""The portal for a WSGI server, such as `gunicorn wsgi:app`. Run `portal migrate` first."""

from portal.actions.retention import destroy_again
from portal.settings import load_settings
from portal.storage.database import connection
from portal.web.app import create_app
from portal.web.clock import clock_on
from portal.web.log import log_in_lines

log_in_lines()
settings = load_settings()
app = create_app(settings)
with connection():
    # An old backup may have been put back: what was destroyed must be gone before anyone can open it.
    destroy_again(clock_on(settings.today)())
