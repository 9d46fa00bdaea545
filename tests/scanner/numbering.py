"""What the tests of exchanged numbers have in common: a clinic's page, its number, and two that take its place."""

from scanner.model import Act, Opener

HOME = "https://clinic.example/"
OWN, POOLED, THIRD = "(212) 555-0142", "(646) 555-0177", "(917) 555-0188"
CAMPAIGN = Opener(Act.CAMPAIGN)


def body(inner: str, *scripts: str) -> str:
    return f"<!doctype html><html><head><title>x</title></head><body>{inner}{''.join(scripts)}</body></html>"
