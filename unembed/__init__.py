"""The command line of unembed.

A checkout has ``scanner``, ``spiders``, ``reports`` and ``templates`` beside this package; a wheel carries them inside
it, under ``_app``, so that installing unembed adds one import name only. The line below makes both look the same.
"""

import sys
from pathlib import Path

_APP = Path(__file__).parent / "_app"
if _APP.is_dir():
    sys.path.insert(0, str(_APP))

__version__ = "0.1.0"
