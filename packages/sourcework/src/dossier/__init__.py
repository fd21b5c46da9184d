"""Former name of `sourcework`: notebooks that students have of earlier editions import it."""

import sys

import sourcework

sys.modules[__name__] = sourcework
