"""Hosts whose scripts and frames insert nothing but their own things: a page that misses them is wholly read.

A host belongs here if whatever it adds to a page can be named beforehand and is no part of a CRM: a map, a film, a
question whether one is a robot, a card field, a typeface. Tag managers, libraries that a site's own code needs,
consent tools, A/B tests and widgets with content of the site's owner do not.
"""

HOSTS = frozenset(
    {
        # films and sound
        *("youtube.com", "youtube-nocookie.com", "ytimg.com", "player.vimeo.com", "f.vimeocdn.com"),
        *("w.soundcloud.com", "open.spotify.com"),
        # maps
        *("maps.google.com", "maps.googleapis.com", "maps.gstatic.com", "api.mapbox.com"),
        # robots
        *("recaptcha.net", "hcaptcha.com", "challenges.cloudflare.com"),
        # social networks
        *("connect.facebook.net", "platform.twitter.com", "syndication.twitter.com", "platform.linkedin.com"),
        *("platform.instagram.com", "assets.pinterest.com"),
        # cards
        *("js.stripe.com", "m.stripe.network", "paypalobjects.com", "js.braintreegateway.com"),
        # typefaces
        *("fonts.googleapis.com", "fonts.gstatic.com", "use.typekit.net", "kit.fontawesome.com"),
    }
)

PATHS = (
    ("google.com", "/recaptcha/"),
    ("gstatic.com", "/recaptcha/"),
    ("google.com", "/maps/"),
    ("facebook.com", "/plugins/"),
)


def is_harmless(host: str, path: str) -> bool:
    """Whether what is missing from a lower-case host, or from one path of it, takes nothing away from a page."""
    name = host
    while name:
        if name in HOSTS:
            return True
        name = name.partition(".")[2]
    return any(path.startswith(start) and (host == owner or host.endswith("." + owner)) for owner, start in PATHS)
