"""The portal for a WSGI server, such as `gunicorn wsgi:app`. Run `portal migrate` first."""

from portal.settings import load_settings
from portal.web.app import create_app

app = create_app(load_settings())
