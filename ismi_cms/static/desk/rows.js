"use strict";
/* Lists of rows: add, put in order by dragging or by buttons, take out and think again.
   Without this script the same is done by numbers, boxes to tick and a spare row. */
(() => {
  function makeLive(section) {
    const list = section.querySelector(".row-list");
    const add = section.querySelector("[data-add]");
    if (!add) return;
    section.classList.add("is-live");
    add.hidden = false;
    add.addEventListener("click", () => addRow(section, list));
    [...list.children].forEach(wakeRow);
    list.addEventListener("click", (event) => {
      const button = event.target.closest(".tool");
      if (!button) return;
      const row = button.closest("[data-row]");
      if (button.dataset.move) move(section, list, row, Number(button.dataset.move), button);
      else remove(row, button);
    });
    list.addEventListener("input", (event) => retitle(event.target));
    makeDraggable(section, list);
    number(list);
  }

  function wakeRow(row) {
    for (const tool of row.querySelectorAll(".tool, .handle")) tool.hidden = false;
    const button = row.querySelector("[data-remove]");
    button.dataset.remove = button.textContent;
    showGone(row, button);
  }

  const isBlank = (row) => row.querySelector("[name$='-key']").value === "";

  /* Eight hours of meetings do not make ten hexadecimal digits come twice. */
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(5));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function addRow(section, list) {
    const count = section.querySelector("[name$='-count']");
    const holder = document.createElement("div");
    const { innerHTML } = section.querySelector("template");
    holder.innerHTML = innerHTML.replaceAll("__row__", count.value);
    const row = holder.firstElementChild;
    count.value = String(Number(count.value) + 1);
    if (isBlank(row)) row.querySelector("[name$='-key']").value = newKey();
    list.append(row);
    wakeRow(row);
    // The admin's own script wakes the fields that are searched by typing.
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
    number(list);
    changed(row);
    const words = [...row.querySelectorAll(".row-words :is(input, textarea)")];
    const first = words.find((field) => field.offsetParent);
    (first ?? row.querySelector("select, input:not([type=hidden])")).focus();
  }

  function move(section, list, row, step, button) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    number(list);
    changed(row);
    (button.disabled ? row.querySelector(".tool:enabled") : button).focus();
    say(section, row);
  }

  /* For those who hear the page: where the row stands now. */
  function say(section, row) {
    const rows = [...row.parentElement.children];
    section.querySelector("[data-said]").textContent = `${rows.indexOf(row) + 1} / ${rows.length}`;
  }

  function remove(row, button) {
    const box = row.querySelector("[name$='-gone']");
    box.checked = !box.checked;
    showGone(row, button);
    changed(row);
  }

  function showGone(row, button) {
    const isGone = row.querySelector("[name$='-gone']").checked;
    row.classList.toggle("is-gone", isGone);
    button.textContent = isGone ? button.dataset.undo : button.dataset.remove;
    if (isGone) row.querySelector("details").open = false;
  }

  function number(list) {
    const rows = [...list.children];
    rows.forEach((row, place) => {
      row.querySelector("[name$='-place']").value = String(place + 1);
      row.querySelector("[data-move='-1']").disabled = place === 0;
      row.querySelector("[data-move='1']").disabled = place === rows.length - 1;
    });
  }

  function changed(row) {
    row.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* The row's name follows what is typed into its first field. */
  function retitle(field) {
    const words = field.closest?.(".row-words");
    if (!words || field !== words.querySelector("input, textarea")) return;
    const code = words.dataset.code;
    field.closest("[data-row]").querySelector(`.row-title[data-code="${code}"]`).textContent =
      field.value;
  }

  function makeDraggable(section, list) {
    let dragged = null;
    list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest?.(".handle")?.closest("[data-row]") ?? null;
      if (!dragged) return;
      dragged.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(dragged, 0, 0);
    });
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("[data-row]");
      if (!dragged || !over || over === dragged) return;
      event.preventDefault();
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(dragged);
      else over.after(dragged);
    });
    list.addEventListener("drop", (event) => dragged && event.preventDefault());
    list.addEventListener("dragend", () => {
      if (!dragged) return;
      dragged.classList.remove("is-dragged");
      number(list);
      changed(dragged);
      say(section, dragged);
      dragged = null;
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-rows]").forEach(makeLive);
  });
})();
