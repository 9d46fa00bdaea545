"""The browser: pages are rendered in a few tabs that are used again and again, through the policy proxy.

This is the only package that starts browsers and speaks to them. Each tab has a browser context of its own, emptied
before each page, so that every page is seen as by a first-time visitor; only the HTTP cache stays. Whatever is asked of
the browser has a time limit: a tab that does not answer is closed, a browser that does not is killed, and a new one
started.
"""

from spiders.render.pool import BrowserPool as BrowserPool
from spiders.render.pool import anything as anything
from spiders.render.tab import Sight as Sight
