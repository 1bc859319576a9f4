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

  // htmx notes the address of the page in a store of the browser, also when a name that was searched for stands in it.
  const forget = () => sessionStorage.removeItem("htmx-current-path-for-history");
  forget();
  for (const name of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) document.addEventListener(name, forget);

  // On a phone the menu is a popover; leaving it by a jump on the same page closes it.
  window.addEventListener("pageshow", () => document.querySelector(":popover-open")?.hidePopover());
})();
