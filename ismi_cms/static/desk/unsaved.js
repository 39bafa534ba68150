"use strict";
/* Nothing that was typed goes by a slip: a page that is left with unsaved words asks first, and
   Enter in a field of an act presses that act's own button. */
(() => {
  const ask = (event) => event.preventDefault();
  const isSigningIn = document.body.classList.contains("login");

  /* Listened to only while it is needed: a page that may ask is not kept for Back. */
  document.addEventListener("input", (event) => {
    const isPosted = event.target.closest?.("form")?.method === "post";
    if (isPosted && !isSigningIn) addEventListener("beforeunload", ask);
  });
  // A form that came back unsaved stands there with what was typed.
  if (document.querySelector(".errornote") && !isSigningIn) addEventListener("beforeunload", ask);
  document.addEventListener("submit", () => removeEventListener("beforeunload", ask));

  document.addEventListener("keydown", (event) => {
    const act = event.target.closest?.(".asked");
    if (event.key !== "Enter" || !act || !event.target.matches("input, textarea.line")) return;
    event.preventDefault();
    act.querySelector("button")?.click();
  });
})();
