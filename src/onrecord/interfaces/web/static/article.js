// The article's page: words light up with all that belongs to them, and a panel beside the text says who stands behind
// them. Other scripts of the page hear "panel:open" when the panel has been drawn, and may ask for "panel:show".
"use strict";

(() => {
  const main = document.getElementById("main");
  const aside = main.querySelector("aside");
  const panel = document.getElementById("panel");
  const entries = document.getElementById("entries").content;
  const count = entries.childElementCount;
  const parts = new Map();
  for (const part of main.querySelectorAll("[data-a]"))
    for (const index of part.dataset.a.split(" ")) {
      const known = parts.get(index);
      if (known) known.push(part); else parts.set(index, [part]);
    }
  const boxes = new Map([...aside.querySelectorAll("[name=voice]")].map((box) => [box.value, box]));
  let lit = [];
  let shown = null;
  let last = null;
  let origin = null;

  const entry = (index) => entries.getElementById(`r${index}`);
  const reduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = matchMedia("(max-width: 60rem)"); // as in the style sheet: the panel is a sheet at the bottom
  const isSheet = () => narrow.matches;
  const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  const isChoosing = () => document.documentElement.classList.contains("choosing");

  // The colours are set on the words themselves: set on all of the page they would have it styled anew, word by word.
  const light = (index) => {
    for (const part of lit) {
      part.classList.remove("lit");
      part.style.removeProperty("--lit");
      part.style.removeProperty("--lit-line");
    }
    lit = (index === null ? null : parts.get(index)) ?? [];
    if (!lit.length) return;
    const colour = colourOf(entry(index).dataset.voice);
    for (const part of lit) {
      part.style.setProperty("--lit", colour.tint);
      part.style.setProperty("--lit-line", colour.line);
      part.classList.add("lit");
    }
  };

  // The colours of a voice, as names of properties: asking for their values would have the page styled on the spot.
  const colourOf = (voice) => {
    const box = boxes.get(voice);
    const name = box && /\bv([0-7np])\b/.exec(box.className)?.[1];
    return { tint: name && name !== "p" ? `var(--t${name})` : "transparent", line: name ? `var(--c${name})` : "var(--rule)" };
  };

  const note = (index) => {
    const address = new URL(location.href);
    if (index === null) address.searchParams.delete("attribution");
    else address.searchParams.set("attribution", entry(index).dataset.id);
    history.replaceState(null, "", address);
  };

  const follow = (index) => {
    const first = parts.get(index)?.[0];
    if (!first) return;
    const box = first.getBoundingClientRect();
    const lowest = isSheet() ? panel.getBoundingClientRect().top : innerHeight;
    if (box.top < 80 || box.bottom > lowest - 20)
      first.scrollIntoView({ block: isSheet() ? "start" : "center", behavior: reduced() ? "auto" : "smooth" });
  };

  // Draws the panel of an attribution; the focus stays where it is.
  const show = (index) => {
    const told = entry(index);
    if (!told) return;
    const again = shown === index;
    shown = last = index;
    panel.replaceChildren(document.importNode(told, true));
    panel.hidden = false;
    aside.classList.add("open");
    panel.style.setProperty("--c", colourOf(told.dataset.voice).line);
    if (!again) {
      requestAnimationFrame(() => { panel.scrollTop = 0; aside.scrollTop = 0; });
      note(index);
    }
    light(index);
    document.dispatchEvent(new CustomEvent("panel:open", { detail: { index, id: told.dataset.id, template: told } }));
  };

  const open = (index, from) => {
    if (from) origin = from;
    show(index);
    panel.focus({ preventScroll: true });
    if (isSheet() || !from) follow(index);
  };

  const close = () => {
    if (shown === null) return;
    const within = panel.contains(document.activeElement);
    const back = parts.get(shown)?.find((part) => part.matches("a")) ?? origin;
    shown = null;
    panel.hidden = true;
    panel.replaceChildren();
    aside.classList.remove("open");
    light(null);
    note(null);
    document.dispatchEvent(new CustomEvent("panel:close"));
    if (within && back) focusQuietly(back);
  };

  // Puts the focus on words of the text without opening their panel.
  let quiet = false;
  const focusQuietly = (part) => {
    quiet = true;
    if (!part.matches("a, button")) part.tabIndex = -1;
    part.focus({ preventScroll: true });
    quiet = false;
  };

  // The attribution after, or before, the one that is shown or was shown last. The focus goes along in the text, or stays
  // in the panel if it is there.
  const step = (by) => {
    const next = last === null ? (by > 0 ? 0 : count - 1) : Number(last) + by;
    if (next < 0 || next >= count) return;
    const index = String(next);
    if (panel.contains(document.activeElement)) {
      open(index);
      return;
    }
    show(index);
    const place = parts.get(index);
    if (place) focusQuietly(place.find((part) => part.matches("a")) ?? place[0]);
    follow(index);
  };

  const hint = document.createElement("div");
  hint.className = "hint";
  hint.hidden = true;
  hint.setAttribute("aria-hidden", "true");
  main.append(hint);
  let waiting = 0;
  let rested = "";
  const hideHint = () => { clearTimeout(waiting); hint.hidden = true; };
  const point = (part, x, y) => {
    hideHint();
    const index = part.dataset.p;
    if (!part.closest(".story") || index === shown) return;
    waiting = setTimeout(() => {
      const told = entry(index);
      const [name, cue] = [told.dataset.name, told.querySelector(".line b").textContent];
      hint.textContent = `${name} (${told.querySelector("h3 .standing").textContent}) — ${cue}`;
      hint.hidden = false;
      const { width, height } = hint.getBoundingClientRect();
      hint.style.translate = `${Math.max(8, Math.min(x - width / 2, innerWidth - width - 8))}px ${Math.max(8, y - height - 18)}px`;
    }, 250);
  };

  const target = (event) => event.target instanceof Element ? event.target.closest("[data-p]") : null;
  main.addEventListener("pointerover", (event) => {
    const part = target(event);
    light(part?.dataset.p ?? shown);
    const where = `${event.clientX} ${event.clientY}`;
    const isMoved = where !== rested; // or else the text moved under a mouse that rests
    rested = where;
    if (part && event.pointerType === "mouse" && isMoved) point(part, event.clientX, event.clientY); else hideHint();
  });
  main.addEventListener("pointerleave", () => { hideHint(); light(shown); });
  document.addEventListener("scroll", () => { hint.hidden = true; }, { passive: true });

  let pressed = false;
  main.addEventListener("pointerdown", () => { pressed = true; });
  addEventListener("pointerup", () => { pressed = false; });
  main.addEventListener("focusin", (event) => {
    const part = target(event);
    if (!part || !part.closest(".story") || quiet || pressed || isChoosing()) return;
    origin = part;
    show(part.dataset.p);
    if (isSheet()) follow(part.dataset.p);
  });
  main.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-close]")) {
      event.preventDefault();
      close();
      return;
    }
    const part = target(event);
    if (!part || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (isChoosing() || String(getSelection()).length) return;
    hideHint();
    open(part.dataset.p, part.closest(".story") ? part : null);
  });

  const keys = document.getElementById("keys");
  const letters = keys.querySelector("[data-letters]");
  try { letters.checked = localStorage.getItem("onrecord-letters") !== "no"; } catch { /* they are keys then */ }
  letters.addEventListener("change", () => {
    try { localStorage.setItem("onrecord-letters", letters.checked ? "yes" : "no"); } catch { /* for this page then */ }
  });
  const filters = document.getElementById("filters");
  const unfold = document.querySelector(".unfold button");
  const fold = (open) => {
    filters.classList.toggle("shown", open);
    unfold.setAttribute("aria-expanded", String(open));
  };
  unfold.addEventListener("click", () => fold(!filters.classList.contains("shown")));
  const toFilters = () => {
    close();
    fold(true);
    filters.querySelector("input").focus();
  };
  const acts = {
    n: () => step(1), p: () => step(-1), v: toFilters, "?": () => keys.togglePopover(),
    l: () => document.dispatchEvent(new CustomEvent("listen:toggle")),
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || isChoosing()) return;
    if (event.key === "Escape" && !keys.matches(":popover-open")) { hideHint(); close(); return; }
    if (isTyping(event.target) && event.target.type !== "checkbox") return;
    const arrow = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (arrow && shown !== null) { event.preventDefault(); step(arrow); return; }
    const act = letters.checked ? acts[event.key] : null;
    if (act) { event.preventDefault(); act(); }
  });

  document.addEventListener("panel:show", (event) => show(event.detail.index));

  // What the server opened is opened here too, so that its words are lit.
  const first = panel.querySelector(".entry");
  if (first) {
    const index = first.id.slice(1);
    show(index);
    if (!location.hash) parts.get(index)?.[0]?.scrollIntoView({ block: isSheet() ? "start" : "center" });
  }
})();
