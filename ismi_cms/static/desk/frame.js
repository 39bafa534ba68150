"use strict";
/* The frame of every page: the menu on narrow screens, and menus that close by themselves. */
(() => {
  const toggle = document.querySelector(".menu-toggle");
  const menu = document.querySelector(".user-menu");

  toggle?.addEventListener("click", () => {
    const isOpen = document.querySelector(".desk-nav").classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(isOpen));
  });

  document.addEventListener("click", (event) => {
    if (menu?.open && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
