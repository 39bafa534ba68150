"use strict";
/* Rich text is posted as it was stored unless somebody changed it. Comes before the editor's
   own bundle, which then finds the callbacks registered here. */
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
        textarea.dispatchEvent(new Event("input", { bubbles: true }));
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

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("textarea.django_ckeditor_5").forEach(keepAsStored);
  });
  // Bubbles up after the editors' own listeners on the form have written their texts.
  document.addEventListener("submit", () => [...editors.keys()].forEach(write));
  window.addEventListener("pageshow", () => {
    showAllRestored();
    setTimeout(showAllRestored, 500);
  });
})();
