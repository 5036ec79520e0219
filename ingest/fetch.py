"""From a web address to a file: politely (robots.txt) and only from the public internet. Knows HTTP, not what is in the file.

A name is looked up once and connected to by the address that was checked, so that no name can lead inside between check and connection;
each redirect is checked like the first address. Proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from ingest.text import ReadError

AGENT = "Watchdocket"
MAX_BYTES = 20 << 20        # of what is fetched
MAX_ROBOTS = 500 << 10      # of a robots.txt; RFC 9309 asks that at least this much be read
SECONDS = 30.0              # for all of it, redirects and robots.txt too
REDIRECTS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md", "application/pdf": ".pdf"}
UNICAST = ipaddress.ip_network("2000::/3")

Permit = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `ending` is that of the type of file which it is; `url` is where it was found in the end."""

    url: str
    ending: str
    content: bytes


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet: not to this machine, a local network or a special use."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in UNICAST or ip.sixtofour or ip.teredo):     # which carry IPv4 addresses within
        return False
    return ip.is_global and not ip.is_multicast


def fetch(url: str, *, permit: Permit = is_public) -> Fetched:
    """Get one page or file. `permit`: whether a numeric address may be connected to. Raises ReadError with a sentence that says why not."""
    until = time.monotonic() + SECONDS
    robots: dict[str, RobotFileParser] = {}
    for _ in range(REDIRECTS + 1):
        parts = _checked(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in robots:
            robots[site] = _robots(site, permit, until)
        if not robots[site].can_fetch(AGENT, url):
            raise ReadError(f"{parts.hostname} asks programs not to fetch this page (robots.txt); save it in a browser and upload the file.")
        status, headers, content = _get(parts, permit, until, MAX_BYTES)
        if status in MOVED and headers.get("Location"):
            url = urljoin(url, headers["Location"])
            continue
        if status != 200:
            raise ReadError(f"{parts.hostname} answers {status} {http.client.responses.get(status, '')}".rstrip() + "; nothing was fetched.")
        kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in ENDINGS:
            raise ReadError(f"This address gives {kind or 'a file of unknown type'}, and only pages, text and PDF are read.")
        return Fetched(url, ENDINGS[kind], content)
    raise ReadError(f"The address leads on more than {REDIRECTS} times; nothing was fetched.")


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ReadError("Only addresses that begin with http:// or https:// are fetched.")
    if parts.username or parts.password:
        raise ReadError("Addresses with a name or password in them are not fetched.")
    return parts


def _robots(site: str, permit: Permit, until: float) -> RobotFileParser:
    """What the site allows programs: all where it has no robots.txt, nothing where it will not show it (RFC 9309, 2.3.1)."""
    rules = RobotFileParser()
    url = f"{site}/robots.txt"
    for _ in range(REDIRECTS + 1):
        status, headers, content = _get(_checked(url), permit, until, MAX_ROBOTS)
        if status not in MOVED or not headers.get("Location"):
            break
        url = urljoin(url, headers["Location"])
    if status == 200:
        rules.parse(content.decode("utf-8", "replace").splitlines())
    else:
        has_none = 400 <= status < 500 and status not in (401, 403, 429)
        rules.parse([] if has_none else ["User-agent: *", "Disallow: /"])
    return rules


def _get(parts: SplitResult, permit: Permit, until: float, most: int) -> tuple[int, http.client.HTTPMessage, bytes]:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{quote(parts.query, safe='/%:@!$&()*+,;=?~-._')}" if parts.query else "")
    try:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = sock = _connected(host, port, parts.scheme == "https", permit, until)
        alarm = threading.Timer(_left(until), _shut, [sock])
        alarm.start()
        try:
            connection.request("GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": ", ".join(ENDINGS),
                                                     "Connection": "close"})
            response = connection.getresponse()
            if response.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise ReadError(f"{host} sends only compressed files; save the page in a browser and upload it.")
            content = b"" if response.status in MOVED else _read(response, most)
            _left(until)        # what was shut looks as if it had come to its end
            return response.status, response.headers, content
        finally:
            alarm.cancel()
            connection.close()
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise ReadError(f"No answer from {host}: {error or type(error).__name__}.") from error


def _connected(host: str, port: int, secure: bool, permit: Permit, until: float) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(map(permit, addresses)):
        raise ReadError(f"{host} is an address of this machine or a private network; only the public internet is fetched from.")
    plain = socket.create_connection((addresses[0], port), timeout=_left(until))
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain


def _shut(sock: socket.socket) -> None:
    """End whatever waits for the other side, however slowly that goes on sending."""
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    content = bytearray()
    while part := response.read1(1 << 16):
        content += part
        if len(content) > most:
            raise ReadError(f"The file has more than {most >> 20 or 1} MB; nothing was fetched.")
    if response.length:
        raise http.client.IncompleteRead(bytes(content), response.length)
    return bytes(content)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left
