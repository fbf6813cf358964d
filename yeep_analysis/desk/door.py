"""Who may use the desk: this user's browser, let in by a ticket that only a file of the user carries.

Loopback is no wall: other pages in the same browser, other programs and other users of the machine reach it too. So a
new secret is made at every start; a ticket made of it is good once; the cookie, the token in each form and the tickets
are worth nothing to the next start.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from html import escape
from threading import Lock

from yeep_analysis.words.language import _, active

HOST = "127.0.0.1"


@dataclass
class Door:
    """The door of one start: ``address`` is what a browser must call, ``127.0.0.1:8123``."""

    address: str
    key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    _burnt: set[str] = field(default_factory=set, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def origin(self) -> str:
        """The origin of every page of this desk."""
        return f"http://{self.address}"

    @property
    def cookie_name(self) -> str:
        """The name of its cookie; browsers do not keep the cookies of two ports apart, so the port is in it."""
        return f"yeep-desk-{self.address.rpartition(':')[2]}"

    @property
    def cookie(self) -> str:
        """What the cookie holds."""
        return self._made("cookie")

    @property
    def token(self) -> str:
        """What every form of a page carries."""
        return self._made("form")

    def ticket(self) -> str:
        """A ticket that lets a browser in, once."""
        number = secrets.token_hex(16)
        return f"{number}.{self._made(number)}"

    def admits(self, ticket: str) -> bool:
        """Whether a ticket is good; from now on it is not."""
        number, _dot, proof = ticket.partition(".")
        if not number.isalnum() or not is_same(proof, self._made(number)):
            return False
        with self._lock:
            is_new = number not in self._burnt
            self._burnt.add(number)
        return is_new

    def entrance(self) -> bytes:
        """A page that posts a ticket: no address shows it, nor the list of processes."""
        title, button = escape(_("The desk is opening")), escape(_("Open the desk"))
        ticket = f'<input type="hidden" name="ticket" value="{self.ticket()}">'
        form = f'<form method="post" action="{self.origin}/enter">{ticket}'
        return (
            f'<!DOCTYPE html><html lang="{active()}"><meta charset="utf-8"><title>{title}</title>'
            f"{form}<button>{button}</button></form>"
            "<script>document.forms[0].submit()</script></html>\n"
        ).encode()

    def _made(self, what: str) -> str:
        return hmac.new(bytes.fromhex(self.key), what.encode(), "sha256").hexdigest()


def is_same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of them."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
