"""What data cannot say: a module each, with `detect(view)`. Their records name them as `detector`."""

from scanner.detectors import custom_value, hosted_page

DETECTORS = (hosted_page, custom_value)
"""Asked after the signatures, for what those leave. `assembled` goes before them."""
