// Asks the device for a passkey, puts the answer in the form around the button, and sends the form.
// Without this file, or at another address than the passkeys belong to, there is a password.
(() => {
  "use strict";

  const api = window.PublicKeyCredential;

  const ask = async (form, address) => {
    const csrf = form.elements.namedItem("csrf_token").value;
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ csrf_token: csrf }) });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
    return answer.json();
  };

  const fromDevice = (use, options) =>
    use === "create"
      ? navigator.credentials.create({ publicKey: api.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(options) });

  for (const place of document.querySelectorAll("[data-passkey]")) {
    if (!api?.parseRequestOptionsFromJSON || location.origin !== place.dataset.origin) continue;
    place.hidden = false;
    for (const other of document.querySelectorAll("[data-without-passkey]")) other.hidden = true;
    const form = place.closest("form");
    const failed = place.querySelector("[role=alert]");
    const press = place.querySelector("button");
    press.addEventListener("click", async () => {
      failed.hidden = true;
      press.disabled = true;
      try {
        const options = await ask(form, place.dataset.ask);
        // No question but a page: the portal first wants to know who is there. Sending the form shows that page.
        if (options) {
          const answer = await fromDevice(place.dataset.passkey, options);
          place.querySelector("input").value = JSON.stringify(answer);
        }
        form.submit();
      } catch {
        failed.hidden = false;
        press.disabled = false;
        press.focus();
      }
    });
  }
})();
