"""The cookies of one crawl: kept in memory, sent to the hosts that set them."""

from scrapy.http import Request, Response
from scrapy.http.cookies import CookieJar


class Cookies:
    """A jar that costs nothing as long as no cookie was ever set."""

    def __init__(self) -> None:
        self._jar = CookieJar()
        self._used = False

    def add_to(self, request: Request) -> None:
        """Give a request the cookies that belong to its address."""
        if self._used:
            self._jar.add_cookie_header(request)

    def take_from(self, response: Response, request: Request) -> None:
        """Keep the cookies that an answer sets."""
        if b"Set-Cookie" in response.headers:
            self._used = True
            self._jar.extract_cookies(response, request)

    def header(self, url: str) -> str:
        """The Cookie header that a request for this address would carry."""
        request = Request(url, meta={"verbatim_url": True})
        self.add_to(request)
        return cookie_header(request)


def cookie_header(request: Request) -> str:
    """The cookies that a request carries."""
    return (request.headers.get(b"Cookie") or b"").decode("latin-1")
