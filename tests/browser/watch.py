"""A browser that looks for what the text of somebody set going: what ran, was asked for, or became part of a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.typist import MARK
from tests.web.browsing import Visitor

TAGS = """
a abbr article aside b blockquote body br button caption circle cite code col colgroup dd del details dialog div dl
dt em fieldset figcaption figure footer form g h1 h2 h3 h4 head header hr html i img input ins kbd label legend li
line link main mark meta nav ol optgroup option p path polyline pre progress rect s script section select small span
strong sub summary sup svg table tbody td text textarea tfoot th thead time title tr tspan ul
defs pattern foreignobject
"""
ATTRIBUTES = """
accept action alt aria-atomic aria-current aria-describedby aria-hidden aria-invalid aria-label aria-labelledby
aria-live aria-modal as autocomplete autofocus charset checked class colspan content crossorigin cx cy d data-ask
data-ends data-focus data-goes-on data-idle data-label data-longest data-origin data-passkey data-typed
data-without-passkey datetime defer disabled download dx enctype fill focusable for formnovalidate headers height
hidden href id inputmode lang max maxlength method min name novalidate open overflow placeholder popover
popovertarget popovertargetaction r rel required reversed role rows rx scope selected size src start step stroke
stroke-width tabindex target text-anchor title transform translate type value viewbox width x x1 x2 xmlns y y1 y2
patternunits patterntransform
"""
FOR_SWAPS = """
hx-get hx-include hx-post hx-push-url hx-replace-url hx-swap hx-swap-oob hx-sync hx-target hx-trigger
"""
SAY = ["action", "aria-label", "content", "href", "title", "value"]
"""Attributes in which a text of somebody may stand."""

INSPECT = """({tags, attributes, say, mark}) => {
  const found = [], told = one => one.outerHTML.slice(0, 160);
  for (const one of document.querySelectorAll("*")) {
    if (!tags.includes(one.localName.toLowerCase())) found.push(`element: ${told(one)}`);
    for (const {name, value} of one.attributes) {
      if (!attributes.includes(name.toLowerCase())) found.push(`attribute ${name}: ${told(one)}`);
      else if (value.includes(mark) && !say.includes(name)) found.push(`text in ${name}: ${told(one)}`);
      if (["href", "src", "action", "formaction"].includes(name)) {
        const to = new URL(value, location.href);
        if (to.origin !== location.origin && to.protocol !== "file:" || (to.pathname + to.hash).includes(mark))
          found.push(`leads to ${value}: ${told(one)}`);
      }
    }
    if (one.localName === "script" && (!one.src || one.text)) found.push(`script: ${told(one)}`);
    if (one.localName === "meta" && one.httpEquiv) found.push(`meta: ${told(one)}`);
  }
  const nodes = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  while (nodes.nextNode()) if (nodes.currentNode.data.includes(mark)) found.push(`comment: ${nodes.currentNode.data}`);
  const words = document.documentElement.textContent
    + [...document.querySelectorAll("input")].map(one => one.value).join(" ");
  if (/kwaad\\d+z49/.test(words)) found.push("a template was worked out");
  return {found, texts: words.match(/kwaad\\d+z/g) || [], links: [...document.links].map(one => one.href)};
}"""
"""Everything on the page that is not on the list of what pages are made of, and the payloads that stand there."""

TRAP = "window.kwaad = () => console.error('a text ran')"


@dataclass
class Watch:
    """A window, and what was wrong with the pages in it."""

    page: Page
    origin: str
    wrong: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    """The payloads that stood somewhere to be read."""
    asked: str = ""

    def look(self, address: str) -> list[str]:
        """Open an address and inspect the page; returns its links."""
        self.asked = address
        self.page.goto(address, wait_until="load")
        return self.inspect()

    def be(self, visitor: Visitor) -> None:
        """Go on with somebody's login."""
        cookie = visitor.client.get_cookie("portaal")
        assert cookie
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.origin}])

    def inspect(self) -> list[str]:
        """Inspect the page that is open; returns its links."""
        listed = {"tags": TAGS.split(), "attributes": (ATTRIBUTES + FOR_SWAPS).split(), "say": SAY, "mark": MARK}
        told: dict[str, Any] = self.page.evaluate(INSPECT, listed)
        self._note(*told["found"])
        self.texts.update(told["texts"])
        return [link.removeprefix(self.origin) for link in told["links"] if link.startswith(f"{self.origin}/")]

    def _note(self, *what: str) -> None:
        self.wrong += [f"{self.asked}: {one}" for one in what]

    def said(self, message: ConsoleMessage) -> None:
        """What the console says; a page that is refused is no error here."""
        if message.type == "error" and "responded with a status of 4" not in message.text:
            self._note(message.text)

    def requested(self, request: Request) -> None:
        """A page asks for itself, where it leads on to, static files and pictures of pages; for nothing else."""
        path = urlsplit(request.url).path
        own = request.url.startswith(self.origin) and MARK not in path
        known = path.startswith("/static/") or path.endswith((".png", ".css"))
        if not own or not (known or request.is_navigation_request()):
            self._note(f"asks for {request.url}")


@contextmanager
def watching(browser: Browser, origin: str, *, without_policy: bool = False) -> Iterator[Watch]:
    """A browser of one's own to look with. `without_policy`: what would run runs, in spite of the page's policy."""
    context = browser.new_context(bypass_csp=without_policy)
    context.add_init_script(TRAP)
    watch = Watch(context.new_page(), origin)
    watch.page.on("console", watch.said)
    watch.page.on("pageerror", lambda error: watch._note(f"script error: {error}"))
    watch.page.on("dialog", lambda dialog: (watch._note("a dialog"), dialog.dismiss()))
    context.on("request", watch.requested)
    context.on("page", lambda other: watch._note(f"a window: {other.url}"))
    yield watch
    context.close()
