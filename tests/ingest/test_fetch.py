"""Fetching from the web: what is refused and why. The pages come from a server on this machine, to which only these tests permit to connect."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ingest import fetch as fetching
from ingest.fetch import fetch, is_public
from ingest.text import ReadError


class Site(BaseHTTPRequestHandler):
    """Answers with what `pages` has for the path: status, headers, body."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/slow":
            self.send_response(200)
            for _ in range(50):
                self.wfile.write(b"x")
                time.sleep(0.1)
            return
        status, headers, body = self.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


PAGE = (200, {"Content-Type": "text/html; charset=utf-8"}, b"<p>Acme sued the city.</p>")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Site, "pages", {"/page": PAGE})
    monkeypatch.setattr(Site, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def anyone(address: str) -> bool:
    return True


@pytest.mark.parametrize(("address", "public"), [
    ("93.184.216.34", True), ("2606:2800:220:1::1", True),
    ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
    ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:127.0.0.1", False),
    ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False), ("::", False)])
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_page_is_fetched_after_its_robots_txt(site: str) -> None:
    found = fetch(f"{site}/page", permit=anyone)
    assert (found.url, found.ending, found.content) == (f"{site}/page", ".html", PAGE[2])
    assert Site.asked == ["/robots.txt", "/page"]


@pytest.mark.parametrize("url", ["http://localhost:9/x", "http://127.0.0.1:9/x", "http://[::1]:9/", "http://0x7f000001/", "http://2130706433/"])
def test_private_addresses_are_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ReadError, match="private network|No answer"):
        fetch(url)


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(ReadError, match="private network"):
        fetch("http://example.org/")


def test_a_redirect_inside_is_refused(site: str) -> None:
    Site.pages["/out"] = (302, {"Location": "http://[::1]:9/secret"}, b"")
    with pytest.raises(ReadError, match="private network"):
        fetch(f"{site}/out", permit=lambda address: address == "127.0.0.1")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/x", "gopher://x", "http://user:secret@example.org/", "/page", ""])
def test_other_addresses_than_of_the_web_are_refused(target: str) -> None:
    with pytest.raises(ReadError, match="http://|password"):
        fetch(target)


def test_a_redirect_is_followed_and_an_endless_one_is_not(site: str) -> None:
    Site.pages |= {"/moved": (301, {"Location": "/page"}, b""), "/round": (302, {"Location": "/round"}, b"")}
    assert fetch(f"{site}/moved", permit=anyone).url == f"{site}/page"
    with pytest.raises(ReadError, match="more than 5 times"):
        fetch(f"{site}/round", permit=anyone)


@pytest.mark.parametrize(("status", "rules", "allowed"), [
    (200, b"User-agent: *\nDisallow: /page", False), (200, b"User-agent: *\nDisallow: /other", True),
    (200, b"User-agent: Watchdocket\nDisallow: /\n\nUser-agent: *\nAllow: /", False), (404, b"", True), (403, b"", False), (503, b"", False)])
def test_robots_txt_is_followed(site: str, status: int, rules: bytes, allowed: bool) -> None:
    Site.pages["/robots.txt"] = (status, {}, rules)
    if allowed:
        assert fetch(f"{site}/page", permit=anyone).content
    else:
        with pytest.raises(ReadError, match=r"robots\.txt"):
            fetch(f"{site}/page", permit=anyone)
        assert "/page" not in Site.asked


@pytest.mark.parametrize(("answer", "words"), [
    ((200, {"Content-Type": "image/png"}, b"x"), "gives image/png"), ((500, {}, b""), "answers 500"), ((404, {}, b""), "answers 404 Not Found"),
    ((200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"x"), "only compressed"),
    ((200, {"Content-Type": "text/html", "Content-Length": "99"}, b"x"), "No answer")])
def test_what_cannot_be_read_is_refused_with_a_reason(site: str, answer: tuple[int, dict[str, str], bytes], words: str) -> None:
    Site.pages["/bad"] = answer
    with pytest.raises(ReadError, match=words):
        fetch(f"{site}/bad", permit=anyone)


def test_too_large_and_too_slow_are_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Site.pages["/large"] = (200, {"Content-Type": "text/plain"}, b"x" * 3000)
    monkeypatch.setattr(fetching, "MAX_BYTES", 2000)
    with pytest.raises(ReadError, match="more than"):
        fetch(f"{site}/large", permit=anyone)
    monkeypatch.setattr(fetching, "SECONDS", 0.8)
    began = time.monotonic()
    with pytest.raises(ReadError, match="No answer"):
        fetch(f"{site}/slow", permit=anyone)
    assert time.monotonic() - began < 3
