"use strict";
/* Long lists of boxes to tick: found by typing, and one stop of the Tab key each. */
(() => {
  /* A long list of boxes: what is ticked comes first, the rest is found by typing. */
  function makeSearchable(choices) {
    const list = choices.querySelector("div");
    const rows = [...(list?.children ?? [])];
    if (rows.length < 12) return;
    const isTicked = (row) => boxOf(row).checked;
    list.prepend(...rows.filter(isTicked));
    const search = document.createElement("input");
    search.type = "search";
    search.className = "vTextField choices-search";
    search.placeholder = choices.dataset.search;
    search.setAttribute("aria-label", choices.dataset.search);
    search.addEventListener("input", () => {
      const sought = search.value.trim().toLocaleLowerCase();
      for (const row of rows) {
        row.hidden = !isTicked(row) && !row.textContent.toLocaleLowerCase().includes(sought);
      }
      stopAt(list, shownBoxes(list)[0]);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    list.before(search);
  }

  const boxOf = (row) => row.querySelector("input");
  const shownBoxes = (list) => [...list.children].filter((row) => !row.hidden).map(boxOf);

  /* The one box of a list that the Tab key comes to. */
  function stopAt(list, stop) {
    for (const row of list.children) boxOf(row).tabIndex = boxOf(row) === stop ? 0 : -1;
  }

  /* A list of boxes is one stop of the Tab key; arrows, Home and End move within it. */
  function makeOneStop(choices) {
    const list = choices.querySelector("div");
    if (!list?.children.length) return;
    stopAt(list, shownBoxes(list)[0]);
    list.addEventListener("focusin", (event) => {
      if (event.target.matches("input")) stopAt(list, event.target);
    });
    list.addEventListener("keydown", (event) => {
      const boxes = shownBoxes(list);
      const place = boxes.indexOf(event.target);
      const goal = {
        ArrowUp: Math.max(place - 1, 0),
        ArrowLeft: Math.max(place - 1, 0),
        ArrowDown: Math.min(place + 1, boxes.length - 1),
        ArrowRight: Math.min(place + 1, boxes.length - 1),
        Home: 0,
        End: boxes.length - 1,
      }[event.key];
      if (place < 0 || goal === undefined) return;
      event.preventDefault();
      boxes[goal].focus();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".choices").forEach(makeSearchable);
    document.querySelectorAll(".choices").forEach(makeOneStop);
  });
})();
