"use strict";
/* A picture uploaded where it is chosen, and older ones fetched. The choice works without it. */
(() => {
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  function makeChoice(chooser, picture) {
    const choice = document.createElement("li");
    const label = document.createElement("label");
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = chooser.dataset.name;
    radio.value = picture.id;
    const image = document.createElement("img");
    image.src = picture.thumbnail;
    image.alt = "";
    const name = document.createElement("span");
    name.textContent = picture.label;
    label.append(radio, " ", image, " ", name);
    choice.append(label);
    return choice;
  }

  function choose(chooser, picture) {
    const radios = [...chooser.querySelectorAll("input[type=radio]")];
    let radio = radios.find((one) => one.value === picture.id);
    if (!radio) {
      const choice = makeChoice(chooser, picture);
      chooser.querySelector(".picture-choices.chosen").append(choice);
      radio = choice.querySelector("input");
    }
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function upload(chooser, file) {
    const body = new FormData();
    body.append("upload", file);
    const headers = { "X-CSRFToken": token() };
    const answer = await fetch(chooser.dataset.upload, { method: "POST", headers, body });
    const said = await answer.json();
    if (said.error) throw new Error(said.error.message);
    choose(chooser, said);
  }

  async function uploadChosen(chooser, field) {
    const status = chooser.querySelector(".picture-status");
    status.classList.remove("errors");
    status.textContent = chooser.dataset.uploading;
    field.disabled = true;
    try {
      await upload(chooser, field.files[0]);
      status.textContent = chooser.dataset.uploaded;
    } catch (error) {
      status.classList.add("errors");
      status.textContent = error.message;
    }
    field.disabled = false;
    field.value = "";
  }

  async function showOlder(chooser, button) {
    const query = new URLSearchParams({ before: button.dataset.before, name: chooser.dataset.name });
    const answer = await fetch(`${chooser.dataset.offered}?${query}`);
    if (!answer.ok || answer.redirected) {
      chooser.querySelector(".picture-status").textContent = chooser.dataset.signedOut;
      return;
    }
    const older = document.createElement("template");
    older.innerHTML = await answer.text();
    const first = older.content.querySelector("input");
    button.parentElement.replaceWith(older.content);
    wakeOlder(chooser);
    first?.focus();
  }

  function wakeOlder(chooser) {
    const item = chooser.querySelector(".older");
    if (!item) return;
    item.hidden = false;
    const button = item.querySelector("button");
    button.addEventListener("click", () => showOlder(chooser, button));
  }

  function wake(chooser) {
    const field = chooser.querySelector("[data-upload-file]");
    chooser.querySelector(".picture-upload").hidden = false;
    field.addEventListener("change", () => uploadChosen(chooser, field));
    wakeOlder(chooser);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".picture-chooser").forEach(wake);
  });
})();
