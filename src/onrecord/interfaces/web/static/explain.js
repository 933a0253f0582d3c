// Why an attribution is read as it is: asked of the site when it is wanted, since the article has to be read again.
"use strict";

(() => {
  const number = document.getElementById("story").dataset.document;
  const known = new Map();

  const paragraph = (words, kind) => {
    const made = document.createElement("p");
    made.textContent = words;
    if (kind) made.className = kind;
    return made;
  };

  const drawn = (told) => {
    const list = document.createElement("dl");
    for (const part of told.parts) {
      const term = document.createElement("dt");
      term.textContent = part.label;
      const description = document.createElement("dd");
      description.append(...part.lines.map((line) => paragraph(line)));
      list.append(term, description);
    }
    return told.note ? [paragraph(told.note, "note"), list] : [list];
  };

  const ask = async (id, place) => {
    place.replaceChildren(paragraph("Reading the article again …", "note"));
    const address = `/api/v1/documents/${number}/attributions/${encodeURIComponent(id)}/explanation`;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.error?.message ?? `the site answered ${answer.status}`);
      known.set(id, told);
      place.replaceChildren(...drawn(told));
    } catch (error) {
      place.replaceChildren(paragraph(`This cannot be said now: ${error.message}`, "note"));
    }
  };

  document.addEventListener("toggle", (event) => {
    const why = event.target;
    if (!(why instanceof Element) || !why.matches("#panel [data-why]") || !why.open) return;
    const id = why.closest(".entry").dataset.id;
    const place = why.querySelector("[aria-live]");
    if (known.has(id)) place.replaceChildren(...drawn(known.get(id)));
    else ask(id, place);
  }, true);
})();
