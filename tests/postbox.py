"""A real SMTP server on loopback that keeps what it gets."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Postbox:
    """What the mail server does with a mail: keeps it, or first answers with what it `says` to its address.

    It can also say something to the sender or to the text first. With `hangs_up` it keeps the mail and is gone.
    It never knew the addresses in `unknown`.
    """

    says: list[str] = field(default_factory=list)
    says_to_sender: list[str] = field(default_factory=list)
    says_to_text: list[str] = field(default_factory=list)
    hangs_up: bool = False
    unknown: set[str] = field(default_factory=set)
    mails: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.says_to_sender:
            return self.says_to_sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.says:
            return self.says.pop(0)
        if address in self.unknown:
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.says_to_text:
            return self.says_to_text.pop(0)
        self.mails.append((envelope.rcpt_tos[0], envelope.content))
        if self.hangs_up:
            server.transport.abort()
        return "250 OK"

    def texts(self) -> list[tuple[str, str, str]]:
        """To whom, the subject and the text of every mail so far."""
        read = [(to, message_from_bytes(content)) for to, content in self.mails]
        return [(to, str(mail["Subject"]), mail.get_payload(decode=True).decode()) for to, mail in read]

    def link(self) -> str:
        """The path of the link in the last mail."""
        [found] = re.findall(r"https?://[^/\s]+(/\S+)", self.texts()[-1][2])
        return str(found)


@contextmanager
def serving(box: Postbox) -> Iterator[int]:
    """Let the server run; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = Controller(box, hostname="127.0.0.1", port=port)
    running.start()
    try:
        yield port
    finally:
        running.stop()
