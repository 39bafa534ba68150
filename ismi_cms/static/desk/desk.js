"use strict";
/* The desk's own script: language tabs, buttons that wake while one writes, and rich text
   that is posted as it was stored unless somebody changed it. All works without it. */
(() => {
  const editors = new Map();

  /* CKEditor writes the same words in its own way. What nobody changed is posted as it was. */
  function keepAsStored(textarea) {
    window.ckeditorRegisterCallback?.(textarea.id, (editor) => {
      const stored = textarea.defaultValue;
      const restored = textarea.value;
      // Whichever of the two the editor has read, it is to know the stored text first.
      if (restored !== stored) editor.setData(stored);
      editors.set(textarea, { editor, stored, opened: editor.getData() });
      showRestored(textarea, restored);
      editor.model.document.on("change:data", () => {
        write(textarea);
        wake(textarea);
      });
    });
  }

  /* Kept up to date in the textarea too: that is what the browser restores after Back. */
  function write(textarea) {
    const { editor, stored, opened } = editors.get(textarea);
    const data = editor.getData();
    textarea.value = data === opened ? stored : data;
  }

  /* After Back or a reload the browser restores the textarea, at a moment of its own choice. */
  function showRestored(textarea, restored) {
    const { editor, stored, opened } = editors.get(textarea);
    if (restored === stored || editor.getData() !== opened) return;
    editor.setData(restored);
    write(textarea);
  }

  function showAllRestored() {
    for (const textarea of editors.keys()) showRestored(textarea, textarea.value);
  }

  /* A reason may be gone once something is written; the server answers anyway. */
  function wake(field) {
    const language = field.closest(".language")?.dataset.code;
    const step = language && document.querySelector(`[data-step="${language}"]`);
    if (!step) return;
    step.classList.remove("empty");
    const button = step.querySelector(`[value="submit:${language}"][aria-disabled]`);
    if (!button) return;
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-describedby");
    step.querySelector(".reasons")?.remove();
  }

  function makeTabs(languages) {
    const panels = [...languages.querySelectorAll(".language")];
    const bar = document.createElement("div");
    bar.className = "language-bar";
    bar.setAttribute("role", "tablist");
    const tabs = panels.map((panel) => makeTab(panel));
    const choose = (chosen, focus) => {
      tabs.forEach((tab, place) => {
        const isChosen = place === chosen;
        tab.setAttribute("aria-selected", String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
        panels[place].hidden = !isChosen;
      });
      if (focus) tabs[chosen].focus();
    };
    tabs.forEach((tab, place) => {
      tab.addEventListener("click", () => choose(place, false));
      tab.addEventListener("keydown", (event) => {
        const goal = {
          ArrowLeft: (place + tabs.length - 1) % tabs.length,
          ArrowRight: (place + 1) % tabs.length,
          Home: 0,
          End: tabs.length - 1,
        }[event.key];
        if (goal === undefined) return;
        event.preventDefault();
        choose(goal, true);
      });
    });
    bar.append(...tabs);
    languages.prepend(bar);
    languages.classList.add("tabbed");
    choose(Math.max(0, panels.findIndex((panel) => panel.classList.contains("chosen"))), false);
  }

  function makeTab(panel) {
    const { name, lang, mark, words } = panel.dataset;
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${panel.id}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    tab.classList.toggle("wrong", panel.classList.contains("wrong"));
    const label = document.createElement("span");
    label.lang = lang;
    label.textContent = name;
    tab.append(label);
    if (mark) {
      const sign = panel.querySelector("legend .mark").cloneNode(true);
      const spoken = document.createElement("span");
      spoken.className = "visually-hidden";
      spoken.textContent = ` ${words}`;
      tab.append(sign, spoken);
    }
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    return tab;
  }

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
    document.querySelectorAll("[data-tabs]").forEach(makeTabs);
    document.querySelectorAll("textarea.django_ckeditor_5").forEach(keepAsStored);
    document.addEventListener("input", (event) => wake(event.target));
  });
  // Bubbles up after the editors' own listeners on the form have written their texts.
  document.addEventListener("submit", () => [...editors.keys()].forEach(write));
  window.addEventListener("pageshow", () => {
    showAllRestored();
    setTimeout(showAllRestored, 500);
  });
})();
