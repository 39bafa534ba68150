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

  /* The proxy, or the page of signing in, answers in HTML: then the desk has its own sentence. */
  async function read(chooser, answer) {
    const { signedOut, tooLarge, notTaken } = chooser.dataset;
    try {
      return await answer.json();
    } catch {
      if (answer.ok) throw new Error(signedOut);
      throw new Error(answer.status === 413 ? tooLarge : notTaken.replace("{status}", answer.status));
    }
  }

  async function ask(chooser, address, options) {
    try {
      return await fetch(address, options);
    } catch {
      throw new Error(chooser.dataset.unreachable);
    }
  }

  async function upload(chooser, file) {
    const body = new FormData();
    body.append("upload", file);
    const headers = { "X-CSRFToken": token() };
    const answer = await ask(chooser, chooser.dataset.upload, { method: "POST", headers, body });
    const said = await read(chooser, answer);
    if (said.error) throw new Error(said.error.message);
    choose(chooser, said);
  }

  function complain(chooser, sentence) {
    const status = chooser.querySelector(".picture-status");
    status.classList.add("errors");
    status.textContent = sentence;
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
      complain(chooser, error.message);
    }
    field.disabled = false;
    field.value = "";
  }

  async function showOlder(chooser, button) {
    const query = new URLSearchParams({ before: button.dataset.before, name: chooser.dataset.name });
    const older = document.createElement("template");
    try {
      const answer = await ask(chooser, `${chooser.dataset.offered}?${query}`);
      if (!answer.ok || answer.redirected) throw new Error(chooser.dataset.signedOut);
      older.innerHTML = await answer.text();
    } catch (error) {
      return complain(chooser, error.message);
    }
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
