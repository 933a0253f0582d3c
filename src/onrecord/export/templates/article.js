"use strict";
(() => {
  document.documentElement.classList.add("js");
  const story = document.querySelector("main");
  const aside = document.querySelector("aside");
  const card = document.getElementById("card");
  const parts = new Map();
  for (const part of document.querySelectorAll("[data-a]"))
    for (const index of part.dataset.a.split(" ")) {
      if (!parts.has(index)) parts.set(index, []);
      parts.get(index).push(part);
    }
  const entries = [...document.querySelectorAll(".entry")];
  const order = entries.map((entry) => entry.id.slice(1));
  let lit = [];
  let shown = null;
  let origin = null;

  const colour = (index, name) => {
    const swatch = document.querySelector(`#r${index} .swatch`);
    return swatch ? getComputedStyle(swatch).getPropertyValue(name) : "";
  };
  const light = (index) => {
    for (const part of lit) part.classList.remove("lit");
    lit = parts.get(index) ?? [];
    if (!lit.length) return;
    story.style.setProperty("--lit", colour(index, "--t"));
    story.style.setProperty("--lit-line", colour(index, "--c"));
    for (const part of lit) part.classList.add("lit");
  };
  const button = (label, text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    if (act) made.addEventListener("click", act); else made.disabled = true;
    return made;
  };
  const close = () => {
    if (shown === null) return;
    shown = null;
    card.hidden = true;
    aside.classList.remove("open");
    light(null);
    origin?.focus({ preventScroll: true });
  };
  const open = (index, from, follow) => {
    const entry = document.getElementById(`r${index}`);
    if (!entry) return;
    if (from) origin = from;
    shown = index;
    const at = order.indexOf(index);
    const copy = entry.cloneNode(true);
    copy.removeAttribute("id");
    const nav = document.createElement("nav");
    const place = document.createElement("span");
    place.textContent = `${at + 1} of ${order.length}`;
    const step = (by) => order[at + by] === undefined ? null : () => open(order[at + by], null, true);
    nav.append(button("Previous attribution", "←", step(-1)), place, button("Next attribution", "→", step(1)), button("Close", "×", close));
    card.replaceChildren(nav, copy);
    card.style.setProperty("--c", colour(index, "--c"));
    card.hidden = false;
    aside.classList.add("open");
    aside.scrollTop = 0;
    light(index);
    card.focus({ preventScroll: true });
    const sheet = getComputedStyle(card).position === "fixed";
    if (follow || sheet) {
      const first = parts.get(index)?.[0];
      const box = first?.getBoundingClientRect();
      const lowest = sheet ? card.getBoundingClientRect().top : innerHeight;
      if (box && (box.top < 20 || box.bottom > lowest - 20)) {
        first.scrollIntoView({ block: sheet ? "start" : "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      }
    }
  };
  const target = (event) => event.target instanceof Element ? event.target.closest("[data-p]") : null;
  story.addEventListener("pointerover", (event) => light(target(event)?.dataset.p ?? shown));
  story.addEventListener("pointerleave", () => light(shown));
  story.addEventListener("focusin", (event) => { const part = target(event); if (part) light(part.dataset.p); });
  story.addEventListener("click", (event) => {
    const part = target(event);
    if (!part || String(getSelection()).length) return;
    event.preventDefault();
    open(part.dataset.p, part.closest("#story, header") ? part : null, !part.closest("#story, header"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (shown === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = order.indexOf(shown);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key];
    if (order[next] !== undefined) { event.preventDefault(); open(order[next], null, true); }
  });
})();
