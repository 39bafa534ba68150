"use strict";
/* Words chosen in a field are quoted by a press; a suggestion is decided by one key. Without this
   script the words are copied into the form at the end of the page, and buttons decide. */
(() => {
  const isShown = (element) => element.getClientRects().length > 0;

  /* The words chosen in a field, or in the text of a page that is only read. */
  function chosen() {
    const field = document.activeElement;
    if (field?.matches?.("textarea, input") && field.selectionEnd > field.selectionStart) {
      return { words: field.value.slice(field.selectionStart, field.selectionEnd), within: field };
    }
    const selection = document.getSelection();
    const node = selection?.anchorNode;
    return { words: String(selection ?? ""), within: node?.parentElement ?? null };
  }

  /* The choice of the form that is about this entry, undefined where remarks cannot be. */
  function placeOf(entry, about) {
    const code = entry.closest("[data-code]")?.dataset.code;
    const name = entry.querySelector("textarea[name], input[name]")?.name;
    const kind = [...entry.classList].find((one) => one.startsWith("field-"))?.slice(6);
    return [...about.options].find(({ value, dataset }) =>
      name ? dataset.field === name : value === `${code}/${kind}`);
  }

  /* Where the tools stand in a long text: below what was chosen, as far as that is known. */
  function below(entry, within) {
    const isField = within.matches("textarea, input");
    const box = isField ? within : document.getSelection().getRangeAt(0);
    const { top, bottom } = box.getBoundingClientRect();
    return (isField ? top - 40 : bottom + 6) - entry.getBoundingClientRect().top;
  }

  /* Whether somebody put the caret into a text: what was chosen before is chosen no more. */
  function isBackInText(within) {
    return Boolean(document.activeElement?.closest(".language .entry") ?? within?.closest?.(".stored"));
  }

  /* The tools stand beside the last choice and act on it, also once the field has lost the focus. */
  function offerTools(form, tools) {
    const about = form.querySelector("[name=remark-about]");
    const home = document.createComment("");
    let found = null;
    form.before(home);

    document.addEventListener("selectionchange", () => {
      const { words, within } = chosen();
      if (form.contains(within) || form.contains(document.activeElement)) return;
      const entry = within?.closest?.(".language .entry");
      const place = words.trim() && entry ? placeOf(entry, about) : null;
      if (place) {
        found = { words: words.replace(/\s+/g, " ").trim(), place, entry };
        showTools(tools, entry, within);
      } else if (isBackInText(within)) {
        found = null;
        tools.hidden = true;
      }
    });
    // A press must not take the selection away before it is read.
    tools.addEventListener("mousedown", (event) => event.preventDefault());
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button && found) begin(form, found, button.dataset.begin);
      tools.hidden = true;
    });
    form.querySelector("summary").addEventListener("click", () => {
      if (!form.open) choosePlace(form, about, found);
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-about]");
      const place = link && [...about.options].find((one) => one.dataset.field === link.dataset.about);
      if (place) {
        event.preventDefault();
        const words = found?.place === place ? found.words : "";
        begin(form, { words, place, entry: link.closest(".remark-begin") }, "remark");
      } else if (event.target.closest(".language-bar") && !isShown(form)) {
        home.after(form);
      }
    });
  }

  function showTools(tools, entry, within) {
    document.querySelector(".has-remark-tools")?.classList.remove("has-remark-tools");
    entry.classList.add("has-remark-tools");
    if (tools.parentElement !== entry) entry.append(tools);
    tools.style.insetBlockStart = `${below(entry, within)}px`;
    tools.hidden = false;
  }

  /* The form is about what was chosen last, else about the language that is open. */
  function choosePlace(form, about, found) {
    const typed = [...form.querySelectorAll("textarea")].some((one) => one.value.trim());
    if (typed) return;
    const code = form.closest("form").dataset.shown;
    const isChosen = found && isShown(found.entry);
    const whole = [...about.options].find(({ value }) => value === `${code}/`);
    const place = isChosen ? found.place : whole;
    if (place) choose(about, place);
    if (isChosen) form.querySelector("[name=remark-quote]").value = found.words;
  }

  /* A language that says nothing is not offered before somebody is at it. */
  function choose(about, place) {
    const group = place.closest("optgroup");
    if (group) group.hidden = false;
    about.value = place.value;
  }

  /* Open the form right below the field, filled with what was chosen. */
  function begin(form, { words, place, entry }, what) {
    const about = form.querySelector("[name=remark-about]");
    // What was typed about this very place stays.
    if (words || about.value !== place.value) form.querySelector("[name=remark-quote]").value = words;
    choose(about, place);
    const replacement = form.querySelector("[name=remark-replacement]");
    if (what === "suggestion") replacement.value = words;
    if (entry.matches(".entry")) entry.append(form);
    else entry.after(form);
    form.open = true;
    const first = what === "suggestion" ? replacement : form.querySelector("[name=remark-body]");
    first.focus();
  }

  function go(from, step) {
    const all = [...document.querySelectorAll("[data-suggestion]")].filter(isShown);
    all.at((all.indexOf(from) + step) % all.length)?.focus();
  }

  /* By the place of the key, so that a Cyrillic layout does the same. */
  function decideByKey(event) {
    const one = event.target;
    if (!one.matches?.("[data-suggestion]") || event.ctrlKey || event.altKey || event.metaKey) return;
    const press = (act) => one.querySelector(`[value^="${act}:"]`)?.click();
    const acts = {
      Enter: () => press("accept"),
      NumpadEnter: () => press("accept"),
      KeyA: () => press("accept"),
      KeyD: () => press("decline"),
      KeyJ: () => go(one, 1),
      KeyK: () => go(one, -1),
    };
    if (!acts[event.code]) return;
    event.preventDefault();
    if (!event.repeat) acts[event.code]();
  }

  /* The remark that the address asks for may stand in a language that is not shown. */
  function showAsked() {
    const asked = /^#remark-\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (!asked) return;
    const code = asked.closest("[data-code]")?.dataset.code;
    document.querySelector(`.language-bar [data-shows="${code}"]`)?.click();
    for (let fold = asked.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    asked.focus();
    asked.scrollIntoView({ block: "center" });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector(".new-remark");
    const tools = document.querySelector(".remark-tools");
    if (form && tools) offerTools(form, tools);
    for (const hint of document.querySelectorAll(".remark .keys")) hint.hidden = false;
    document.addEventListener("keydown", decideByKey);
    // After the languages have become tabs.
    setTimeout(showAsked);
  });
})();
