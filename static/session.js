// Says that the login is about to end, and lets it go on. Without this file the foot of every page says when that
// is, and any page that is opened lets it go on.
(() => {
  "use strict";

  const WARN = 2 * 60 * 1000;
  const OFTEN = 60 * 1000;
  const box = document.getElementById("sessie");
  if (!box) return;

  const form = box.querySelector("form");
  const idle = Number(box.dataset.idle) * 1000;
  const last = Date.now() + Number(box.dataset.longest) * 1000;
  let used = Date.now();
  let warned = 0;
  let gone = false;
  const end = () => Math.min(used + idle, last);

  // Another tab of the portal is use too. It hears that the login goes on, and nothing else.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("sessie") : null;
  const goesOn = () => { used = Date.now(); look(); };
  const tell = () => { goesOn(); tabs?.postMessage("used"); };
  tabs?.addEventListener("message", goesOn);

  function look() {
    const left = end() - Date.now();
    if (left <= 0) leave();
    else if (left > WARN) box.close();
    else if (warned !== end()) warn();
  }

  // What is on the screen goes away. A form that is half filled is sent, to be shown again after logging in: under
  // this name of a button nothing is done with it.
  function leave() {
    if (gone) return;
    gone = true;
    const open = document.querySelector("form[data-goes-on]");
    if (!open || !("typed" in open.dataset || [...open.elements].some(differs))) {
      location.replace(location.pathname + location.search);
      return;
    }
    const button = document.createElement("input");
    button.type = "hidden";
    button.name = "knop";
    button.value = open.dataset.goesOn;
    open.append(button);
    open.submit();
  }

  function differs(field) {
    if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return "defaultValue" in field && field.value !== field.defaultValue;
  }

  function warn() {
    warned = end();
    const longest = warned === last;
    for (const words of box.querySelectorAll("[data-ends]")) words.hidden = (words.dataset.ends === "longest") !== longest;
    form.hidden = longest;
    if (!box.open) box.showModal();
  }

  async function stay() {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
    if (answer.status === 204) tell();
    return answer.status === 204;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    stay().then((done) => done || form.submit(), () => form.submit());
  });

  // Who types is there, also when nothing is sent for a while.
  document.addEventListener("input", () => {
    if (Date.now() - used > OFTEN) { used = Date.now(); stay().catch(() => {}); }
  });
  document.addEventListener("htmx:afterRequest", tell);

  // A page that the browser kept aside may belong to a login that has ended.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  tell();
  setInterval(look, 1000);
})();
