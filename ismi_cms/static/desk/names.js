"use strict";
/* Fields that are searched by typing take the names of their labels: their script gives none. */
(() => {
  function giveName(select) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const drawn = select.nextElementSibling;
    if (!label || !drawn?.classList.contains("select2")) return;
    label.id ||= `${select.id}_label`;
    const box = drawn.querySelector("[role=combobox]");
    const shown = drawn.querySelector(".select2-selection__rendered");
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.setAttribute("aria-labelledby", label.id);
    drawn.querySelector(".select2-search__field")?.setAttribute("aria-label", label.textContent);
  }

  const nameAll = (part) => part.querySelectorAll("select.admin-autocomplete").forEach(giveName);

  // Their own script draws them when the page is ready, and was asked to before this one.
  window.django?.jQuery?.(() => nameAll(document));
  // After the script that draws the fields of a row just added.
  document.addEventListener("formset:added", (event) => setTimeout(() => nameAll(event.target)));
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".select2-search__field") || target.hasAttribute("aria-label")) return;
    const select = document.querySelector(".select2-container--open")?.previousElementSibling;
    const label = select && document.querySelector(`label[for="${select.id}"]`);
    if (label) target.setAttribute("aria-label", label.textContent);
  });
})();
