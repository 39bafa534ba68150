"use strict";
/* Stock phrases for readers. A reason chosen fills in the explanations that nobody has written in,
   and a stock note chosen in one language offers itself in the others: each in its own words.
   Without this script the notes stand as suggestions of the browser, and all can be written. */
(() => {
  const phrases = () => JSON.parse(document.getElementById("stock-phrases").textContent);
  const isUntouched = (field) => !field.value.trim() || field.value === field.dataset.stock;

  function put(field, words) {
    if (!field || !isUntouched(field)) return;
    field.value = words;
    field.dataset.stock = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* "withdraw-ru-uz-reason" stands beside "withdraw-ru-uz-explanation-ru". */
  function explain(select) {
    const words = phrases().explanations[select.value];
    const prefix = select.name.replace(/-reason$/, "-explanation-");
    for (const field of select.form.querySelectorAll(`textarea[name^="${prefix}"]`)) {
      put(field, words ? words[field.name.slice(prefix.length)] : "");
    }
  }

  /* A note goes along to the languages whose own note is empty and whose readers are told. */
  function offer(input) {
    const { notes } = phrases();
    const stock = notes.find((one) => Object.values(one.words).includes(input.value));
    if (!stock) return;
    for (const field of input.form.querySelectorAll("input[data-note]")) {
      const change = field.closest("[data-code]")?.querySelector("select[name^=change_]");
      if (field === input || change?.value !== stock.change) continue;
      put(field, stock.words[field.dataset.note]);
    }
  }

  document.addEventListener("change", (event) => {
    if (!document.getElementById("stock-phrases")) return;
    if (event.target.matches("select[name$=-reason]")) explain(event.target);
    if (event.target.matches("input[data-note]")) offer(event.target);
  });
})();
