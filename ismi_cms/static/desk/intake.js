// A file dropped anywhere on the page is chosen as if in the file field. Without this
// script, or where a browser cannot do it, the field itself works.
"use strict";

const form = document.querySelector(".intake");
const field = form.querySelector('input[type="file"]');
form.querySelector(".by-dropping").hidden = false;

const bringsFiles = (event) => event.dataTransfer.types.includes("Files");
const mark = (isDropping) => form.classList.toggle("is-dropping", isDropping);

document.addEventListener("dragover", (event) => {
  if (bringsFiles(event)) {
    event.preventDefault();
    mark(true);
  }
});
document.addEventListener("dragleave", (event) => {
  // Leaving for another element is not leaving the page.
  if (event.relatedTarget === null) {
    mark(false);
  }
});
document.addEventListener("drop", (event) => {
  if (bringsFiles(event)) {
    event.preventDefault();
    mark(false);
    const chosen = new DataTransfer();
    chosen.items.add(event.dataTransfer.files[0]);
    field.files = chosen.files;
    field.focus();
  }
});
