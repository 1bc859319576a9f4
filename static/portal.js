// The portal works without this file. It moves the focus to where the news is,
// and says so when a request did not arrive.
(() => {
  "use strict";

  const focusOn = (element) => {
    if (!element) return;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) {
      element.setAttribute("tabindex", "-1");
    }
    element.focus();
  };

  // What deserves the focus inside a freshly shown element: first the problems,
  // then the place the server marked.
  const newsIn = (root) =>
    [".error-summary", "[data-focus]"]
      .map((selector) => (root.matches(selector) ? root : root.querySelector(selector)))
      .find(Boolean);

  const failure = () => document.getElementById("geen-verbinding");

  // Where the browser knows autofocus the error summary has the focus already.
  window.addEventListener("load", () => {
    if (document.activeElement === document.body) focusOn(newsIn(document.documentElement));
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt instanceof Element) focusOn(newsIn(event.detail.elt));
  });
  document.addEventListener("htmx:beforeRequest", () => { if (failure()) failure().hidden = true; });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, () => { if (failure()) failure().hidden = false; });
  }

  // Asks whether someone else changed the dossier on the screen, while it is in sight and somebody is there. Nobody
  // pressed anything: a question that fails is not told, and lets no login go on.
  const watch = document.getElementById("veranderd");
  if (watch) {
    let used = Date.now();
    for (const name of ["input", "click", "focusin", "scroll"]) {
      document.addEventListener(name, () => { used = Date.now(); }, { passive: true, capture: true });
    }
    const look = () => {
      if (document.visibilityState === "visible" && Date.now() - used < 10 * 60 * 1000) window.htmx?.trigger(watch, "look");
    };
    const often = setInterval(look, 25 * 1000);
    document.addEventListener("visibilitychange", look);
    for (const name of ["beforeRequest", "afterRequest", "sendError", "responseError"]) {
      watch.addEventListener(`htmx:${name}`, (event) => {
        event.stopPropagation();
        if (name === "responseError") clearInterval(often);
      });
    }
  }

  // A form that opened where its link stands is left with Escape or its own link back; the focus returns to the link.
  let opener = null;
  const shut = () => {
    for (const place of document.querySelectorAll(".inline")) place.replaceChildren();
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.target.matches(".inline")) return;
    shut();
    opener = event.detail.requestConfig.elt;
  });
  const back = (event) => {
    event.preventDefault();
    shut();
    opener?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest(".inline")) back(event);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".inline [data-shut]")) back(event);
  });

  // The marks of a picture are one stop of Tab: the arrows lead from one to the next. On a phone the picture becomes as
  // high as the words of the mark ask for.
  const marksBy = (one) => [...one.closest("svg").querySelectorAll(".p-stop")];
  const makeStop = (mark) => marksBy(mark).forEach((one) => one.setAttribute("tabindex", one === mark ? "0" : "-1"));
  document.querySelectorAll("svg.case:has(.p-stop)").forEach((one) => makeStop(one.querySelector(".p-stop")));
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".p-stop")) return;
    makeStop(target);
    const picture = target.closest("svg");
    const room = target.querySelector("p").getBoundingClientRect().bottom - picture.getBoundingClientRect().top;
    if (matchMedia("(max-width: 47.99em)").matches) picture.style.height = `${Math.ceil(room) + 8}px`;
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target.matches(".p-stop")) target.closest("svg").style.height = "";
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches(".p-stop") || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!step) return;
    const marks = marksBy(event.target);
    event.preventDefault();
    marks[Math.min(marks.length - 1, Math.max(0, marks.indexOf(event.target) + step))].focus();
  });

  // htmx notes the address of the page in a store of the browser, also when a name that was searched for stands in it.
  const forget = () => sessionStorage.removeItem("htmx-current-path-for-history");
  forget();
  for (const name of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) document.addEventListener(name, forget);

  // What lies over the page closes when the focus goes on behind it: nobody should tab where it cannot be seen.
  document.addEventListener("focusin", (event) => {
    const open = document.querySelector(":popover-open");
    if (open && !open.contains(event.target) && event.target.getAttribute("popovertarget") !== open.id) open.hidePopover();
  });

  // On a phone the menu is a popover; leaving it by a jump on the same page closes it.
  window.addEventListener("pageshow", () => document.querySelector(":popover-open")?.hidePopover());
})();
