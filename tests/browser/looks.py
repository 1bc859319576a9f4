"""What is wrong with a page that is open: for axe-core, when narrow, with letters spaced out, by keyboard alone."""

from playwright.sync_api import Page

from portal.settings import ROOT
from tests.language import on_page, wrong

WIDE, MIDDLE, NARROW = 1280, 768, 320
AXE = ROOT / "tests" / "web" / "vendor" / "axe.min.js"

# axe-core leaves the size of what one presses out unless it is asked (WCAG 2.2, 2.5.8).
ALL_RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
NO_COLOURS = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}

RUN_AXE = """async options => {
  const found = await axe.run(options);
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.html}\\n    ${node.failureSummary.replaceAll("\\n", " ")}`));
}"""

UNFOLD = 'document.querySelectorAll("main details").forEach(one => { one.open = true })'

# What sticks out of the window at the right, unless a box around it scrolls or cuts it off.
STICKS_OUT = """() => {
  const within = one => one && (getComputedStyle(one).overflowX !== "visible" || within(one.parentElement));
  const found = [...document.body.querySelectorAll("*")]
    .filter(one => one.checkVisibility()
    && one.getBoundingClientRect().right > innerWidth + 1 && !within(one.parentElement));
  return found.map(one => `sticks out of the window: ${one.outerHTML.slice(0, 120)}`)
    .concat(document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : []);
}"""

# A table that does not fit scrolls in its box; with letters as they are none should need to.
SCROLLS = """() => [...document.querySelectorAll(".table-box")].filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => `scrolls sideways: ${one.outerHTML.slice(0, 200)}`)"""

# WCAG 2.2, 1.4.12. A sheet that is made here passes the content security policy, as a reader's own extension does.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
AS_BEFORE = "() => { document.adoptedStyleSheets = [] }"

# Words in a box that hides what does not fit, and words that a mark of a picture tells below its own picture.
CUT_OFF = """() => {
  const hides = one => ["hidden", "clip"].includes(getComputedStyle(one).overflowY) && one.clientWidth > 1;
  const boxes = [...document.body.querySelectorAll(":not(svg *, input, select, textarea)")]
    .filter(one => one.checkVisibility() && hides(one)
      && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1));
  const told = [...document.querySelectorAll("main .p-stop")].filter(one => {
    one.focus({ preventScroll: true });
    const words = one.querySelector("foreignObject p").getBoundingClientRect();
    return words.bottom > one.closest("svg.case").getBoundingClientRect().bottom + 1;
  });
  document.activeElement.blur();
  return [...boxes, ...told].map(one => `cut off: ${one.outerHTML.slice(0, 200)}`);
}"""

# A box of one line shows the beginning of what stands in it; what is longer belongs in one that grows.
HALF_SHOWN = """() => [...document.querySelectorAll("main input:not([type=file])")]
  .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map(one => `shows only the beginning: ${one.outerHTML.slice(0, 200)}`)"""

# A word that is explained breaks its sentence in pieces where that stands in a row by itself, in no element of its own.
LOOSE = """() => [...document.querySelectorAll("main .term")].map(one => one.closest(".nowrap") ?? one)
  .filter(one => getComputedStyle(one.parentElement).display.endsWith("flex")
    && [...one.parentElement.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  .map(one => `stands loose in a row: ${one.parentElement.outerHTML.slice(0, 200)}`)"""

# Everything that Tab comes to, and whether a ring shows there. The marks of a picture draw their own.
NO_FOCUS = """() => {
  const before = document.activeElement;
  // Behind a question that must be answered first nothing takes the focus.
  const within = document.querySelector("dialog:modal") ?? document;
  const stops = [...within.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  const ring = one => {
    const style = getComputedStyle(one), room = one.querySelector(".p-room");
    const drawn = room && getComputedStyle(room).stroke !== "none";
    return drawn || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const wrong = stops.flatMap(one => {
    one.focus({ preventScroll: true, focusVisible: true });
    const found = [];
    if (one.tabIndex > 0) found.push("stands before its turn");
    if (document.activeElement !== one) found.push("takes no focus");
    else if (!ring(one)) found.push("shows no focus");
    return found.map(words => `${words}: ${one.outerHTML.slice(0, 120)}`);
  });
  before.focus({ preventScroll: true });
  return wrong;
}"""

# The stops of the Tab key: of the radio buttons of a group only one. A day is more than one stop.
KEEP_PATH = """() => {
  const group = one => [...document.querySelectorAll(`[type=radio][name="${one.name}"]`)];
  const first = one => one.type !== "radio" || one === (group(one).find(other => other.checked) ?? group(one)[0]);
  window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(one => one.tabIndex >= 0 && !one.disabled && first(one)
      && one.checkVisibility({ visibilityProperty: true }));
  window.path = [];
  window.unseen = [];
  document.addEventListener("focusin", ({ target }) => {
    const box = target.getBoundingClientRect();
    if (path.at(-1) !== target) path.push(target);
    if (box.bottom <= 0 || box.top >= innerHeight) unseen.push(target);
  });
  return stops.length + 3 * stops.filter(one => one.type === "date").length;
}"""

# Where that many presses did not come, or came too early, or where one could not see the focus.
PATH = """() => {
  const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const found = {
    "Tab does not come to": stops.filter(one => !path.includes(one)),
    "out of sight with the focus": unseen,
    "out of order": path.filter((one, index) => index && !follows(path[index - 1], one)),
  };
  return Object.entries(found).flatMap(([words, wrong]) =>
    wrong.map(one => `${words}: ${one.outerHTML.slice(0, 160)}`));
}"""


def looked_at(page: Page, state: str) -> list[str]:
    """What is wrong with a page that is open, everything unfolded, in a wide window, a narrow one and one between.

    The colours are the same in both, and looking at them takes most of the time, so that happens once. A narrow window
    is what 400 % zoom makes of a wide one.
    """
    page.evaluate(UNFOLD)
    # The words about illness themselves stand on the page of the beheerder who keeps their list.
    words = [] if "/ziektewoorden/" in page.url else wrong(on_page(page.content()))
    wide = [*page.evaluate(RUN_AXE, ALL_RULES), *page.evaluate(NO_FOCUS), *page.evaluate(CUT_OFF)]
    wide += page.evaluate(LOOSE)
    page.set_viewport_size({"width": MIDDLE, "height": 900})
    middle = [*page.evaluate(STICKS_OUT), *page.evaluate(SCROLLS)]
    page.set_viewport_size({"width": NARROW, "height": 800})
    narrow = [*page.evaluate(RUN_AXE, NO_COLOURS), *page.evaluate(STICKS_OUT), *page.evaluate(CUT_OFF)]
    narrow += page.evaluate(HALF_SHOWN)
    page.evaluate(SPACE_OUT)
    spaced = [*page.evaluate(STICKS_OUT), *page.evaluate(CUT_OFF)]
    page.set_viewport_size({"width": MIDDLE, "height": 900})
    spaced += page.evaluate(STICKS_OUT)
    page.evaluate(AS_BEFORE)
    page.set_viewport_size({"width": WIDE, "height": 900})
    found = {"words": words, "wide": wide, "middle": middle, "narrow": narrow, "spaced out": spaced}
    return [f"{state}, {way}: {one}" for way, problems in found.items() for one in problems]
