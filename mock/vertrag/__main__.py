"""`python -m vertrag` is the command `vertrag`."""

import sys

from vertrag.cli import main

sys.exit(main())
