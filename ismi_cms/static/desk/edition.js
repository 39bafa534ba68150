"use strict";
/* One bar of languages for the whole form, buttons that wake while one writes, and acts that
   follow what is ticked to go along. Without this script all languages and all acts stand one
   after another. */
(() => {
  const languageOf = (field) => field.closest("[data-code]")?.dataset.code;

  /* Show one language in every part of the form. */
  function show(form, code) {
    form.dataset.shown = code;
    for (const button of form.querySelectorAll(".language-bar button")) {
      button.setAttribute("aria-pressed", String(button.dataset.shows === code));
    }
  }

  /* The language looked at last on this page, so that a save leads back to it. */
  const memory = {
    key: () => `language:${location.pathname}`,
    recall: () => sessionStorage.getItem(memory.key()),
    keep: (code) => sessionStorage.setItem(memory.key(), code),
  };

  /* What has to be settled comes first, then what the address asks for, then what was open. */
  function toBeginWith(bar) {
    const codes = [...bar.children].map((button) => button.dataset.shows);
    const wrong = bar.querySelector(".wrong")?.dataset.shows;
    const asked = location.hash.replace("#language-", "");
    const wanted = [wrong, asked, memory.recall(), bar.dataset.chosen];
    return wanted.find((code) => codes.includes(code)) ?? codes[0];
  }

  function makeTabs(bar) {
    const form = bar.closest("form");
    form.classList.add("tabbed");
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      show(form, button.dataset.shows);
      memory.keep(button.dataset.shows);
    });
    bar.addEventListener("keydown", (event) => {
      const buttons = [...bar.children];
      const place = buttons.indexOf(event.target);
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (place < 0 || !step) return;
      event.preventDefault();
      buttons.at((place + step) % buttons.length).focus();
    });
    const code = toBeginWith(bar);
    show(form, code);
    forgetFragment(code);
  }

  /* What the address asked for is open now. Kept in it, it would scroll every later answer past
     its messages, to the first field. */
  function forgetFragment(code) {
    if (!location.hash.startsWith("#language-")) return;
    memory.keep(code);
    history.replaceState(null, "", location.pathname + location.search);
    addEventListener("load", () => scrollTo(0, 0));
  }

  /* A reason may be gone once something is written; the server answers anyway. */
  function wake(field) {
    const code = languageOf(field);
    if (!code) return;
    for (const step of document.querySelectorAll(`[data-step="${code}"], .next[data-code="${code}"]`)) {
      step.classList.remove("empty");
      const button = step.querySelector(`[value="submit:${code}"][aria-disabled]`);
      if (!button) continue;
      button.removeAttribute("aria-disabled");
      button.removeAttribute("aria-describedby");
      step.querySelector(".reasons")?.remove();
    }
  }

  /* Of two acts that differ by what goes along, the one that fits what is ticked is offered. */
  function followTicks() {
    const boxes = document.querySelectorAll("[name=companion]:checked");
    const ticked = new Set([...boxes].map((box) => box.value));
    const isAny = (named) => named.split(" ").some((value) => ticked.has(value));
    for (const offer of document.querySelectorAll("[data-if-ticked], [data-unless-ticked]")) {
      const { ifTicked, unlessTicked } = offer.dataset;
      offer.hidden = ifTicked ? !isAny(ifTicked) : isAny(unlessTicked);
    }
  }

  /* Not before the browser has put back what was ticked, on a page gone back to. */
  addEventListener("pageshow", followTicks);
  document.addEventListener("change", (event) => {
    if (event.target.name === "companion") followTicks();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector(".language-bar");
    if (bar) makeTabs(bar);
    const unsaved = document.querySelector(".edition-bar .unsaved");
    bar?.closest("form").addEventListener("input", (event) => {
      wake(event.target);
      if (unsaved) unsaved.hidden = false;
    });
  });
})();
