"use strict";
/* What a telephone adds: sending a link, filling a note in, seeing that a colleague has approved.
   All of it can be done without. */
(() => {
  for (const button of document.querySelectorAll("[data-shares]")) {
    const field = document.getElementById(button.dataset.shares);
    if (!navigator.share) continue;
    button.hidden = false;
    button.addEventListener("click", () => navigator.share({ url: field.value }).catch(() => {}));
  }

  for (const button of document.querySelectorAll("[data-fills]")) {
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.fills);
      field.value = button.textContent.trim();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }

  /* A thumb taps twice; the second tap would only show the refusal of what the first has done. */
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
  });

  /* A page that waits for an approval is opened anew once it shows none to wait for. */
  const every = 10_000;
  const look = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && !answer.redirected && !page.querySelector("[data-watches]")) location.reload();
    } catch {
      /* No connection: the next look may find one. */
    }
  };
  if (document.querySelector("[data-watches]")) {
    const until = Date.now() + 30 * 60 * 1000;
    const timer = setInterval(() => {
      if (Date.now() > until) clearInterval(timer);
      else if (!document.hidden) look();
    }, every);
  }
})();
