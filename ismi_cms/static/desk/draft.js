"use strict";
/* What is typed into the form of an edition is kept as its person's draft: two seconds after a
   change, at most every ten, and when the page goes. Everything that is sent has a number that
   grows, so that what arrives late does not undo what came after it. */
(() => {
  const LULL = 2_000;
  const PAUSE = 10_000;
  // What a browser still sends for a page that is gone.
  const MOST_AT_THE_END = 60_000;

  function keep(form, status) {
    let timer, sentAt = 0, last = 0, isSaving = false;

    const next = () => (last = Math.max(last + 1, Date.now()));

    function written() {
      const said = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string") said.append(name, value);
      }
      said.set("draft-sequence", next());
      return said.toString();
    }

    async function send(isLast = false) {
      clearTimeout(timer);
      timer = undefined;
      sentAt = Date.now();
      const body = written();
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      const keepalive = isLast && body.length < MOST_AT_THE_END;
      try {
        const answer = await fetch(status.dataset.address, { method: "POST", redirect: "error", headers, body, keepalive });
        if (!answer.ok) throw new Error(answer.status);
        if (answer.status !== 204) status.textContent = (await answer.json()).said;
      } catch {
        status.textContent = status.dataset.failed;
        if (!isLast) soon();
      }
    }

    function soon() {
      const wait = Math.max(LULL, sentAt + PAUSE - Date.now());
      timer ??= setTimeout(() => send(), wait);
    }

    form.addEventListener("input", () => {
      isSaving = false;
      soon();
    });
    form.addEventListener("submit", () => {
      isSaving = true;
      clearTimeout(timer);
      timer = undefined;
      form.elements["draft-sequence"].value = next();
    });
    const end = () => {
      if (timer !== undefined && !isSaving) send(true);
    };
    addEventListener("pagehide", end);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") end();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const status = document.querySelector(".kept[data-address]");
    if (status) keep(status.closest("form"), status);
  });
})();
