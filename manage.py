#!/usr/bin/env python
"""Django's command line for Gradual."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError

from storefront.core.management.database_state import explain

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        sentence = explain(error)
        if sentence is None or "--traceback" in sys.argv:
            raise
        sys.exit(sentence)
