"""`python -m portal.cli` does what the `portal` launcher does."""

import sys

from portal.cli import main

sys.exit(main())
