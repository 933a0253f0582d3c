// What every page has: colours by choice, and forms that say that they are at work. Pages work without it.
"use strict";

(() => {
  const root = document.documentElement;
  const kept = (() => { try { return localStorage.getItem("onrecord-theme"); } catch { return null; } })();
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  root.classList.add("js");
})();

document.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;
  const button = document.querySelector("[data-theme-switch]");
  const names = { "": "Colours: as the system has them", light: "Colours: light", dark: "Colours: dark" };
  const show = () => {
    const theme = root.dataset.theme || "";
    button.setAttribute("aria-label", names[theme]);
    button.title = names[theme];
    button.textContent = { "": "◐", light: "☀", dark: "☾" }[theme];
  };
  if (button) {
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      const next = { "": "light", light: "dark", dark: "" }[root.dataset.theme || ""];
      if (next) root.dataset.theme = next; else delete root.dataset.theme;
      try { localStorage.setItem("onrecord-theme", next); } catch { /* colours last for this page then */ }
      show();
    });
  }

  for (const form of document.querySelectorAll("[data-reading]")) {
    const note = form.querySelector("[data-reading-note]");
    const tell = (busy) => {
      if (busy) form.setAttribute("aria-busy", "true"); else form.removeAttribute("aria-busy");
      if (note) note.textContent = busy ? "Reading …" : "";
    };
    form.addEventListener("submit", (event) => {
      if (form.hasAttribute("aria-busy")) event.preventDefault(); // a second click would read it twice
      else tell(true);
    });
    // The browser may bring a page back as it was left, and it was left at work.
    window.addEventListener("pageshow", () => tell(false));
  }

  const place = document.querySelector("[data-drop]");
  if (place) {
    // A file is taken wherever on the page it is dropped; beside the field a browser would open it instead.
    const input = place.querySelector("input[type=file]");
    const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      place.classList.add("over");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) place.classList.remove("over");
    });
    document.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      place.classList.remove("over");
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.focus();
      }
    });
  }
});
