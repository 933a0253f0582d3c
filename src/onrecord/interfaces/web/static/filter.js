// Voices and kinds of source that are to be read: the rest is dimmed. What is chosen stands in the page's address, as
// the form would put it there, so that it can be handed on and comes back.
"use strict";

(() => {
  const form = document.getElementById("filters");
  const stories = [...document.querySelectorAll(".story")];
  const runs = [...document.querySelectorAll(".story [data-a]")].map((run) => ({
    run, own: !run.classList.contains("q"), parts: run.dataset.a.split(" "),
  }));
  const entries = [...document.getElementById("entries").content.children].map((entry) => ({
    voice: entry.dataset.voice, standing: entry.dataset.standing,
    hedged: "hedged" in entry.dataset, direct: "direct" in entry.dataset,
  }));
  const clear = form.querySelector(".clear");
  const status = form.querySelector("[role=status]");

  const choose = () => {
    const given = new FormData(form);
    const voices = new Set(given.getAll("voice"));
    const standings = new Set(given.getAll("standing"));
    const hedged = given.has("hedged");
    const direct = given.has("direct");
    const any = Boolean(voices.size || standings.size || hedged || direct);
    const passes = (each) =>
      (!voices.size || voices.has(each.voice)) && (!standings.size || standings.has(each.standing))
      && (!hedged || each.hedged) && (!direct || each.direct);
    const passing = entries.map(passes);
    const page = passes({ voice: "page", standing: "page", hedged: false, direct: false });
    for (const story of stories) {
      story.classList.toggle("filtered", any);
      story.classList.toggle("page-bright", any && page);
    }
    for (const { run, own, parts } of runs)
      run.classList.toggle("dim", any && !(own && page) && !parts.some((index) => passing[index]));
    clear.hidden = !any;
    const found = passing.filter(Boolean).length;
    status.textContent = any ? `${found} of ${entries.length} attributions` : "";

    const address = new URL(location.href);
    for (const name of ["voice", "standing", "hedged", "direct"]) address.searchParams.delete(name);
    for (const [name, value] of given) address.searchParams.append(name, value);
    history.replaceState(null, "", address);
    clear.href = address.pathname;
  };

  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => { event.preventDefault(); choose(); });
  clear.addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of form.querySelectorAll(":checked")) box.checked = false;
    choose();
    form.querySelector("input").focus();
  });
  document.querySelector("svg.bar").addEventListener("click", (event) => {
    const part = event.target.closest("[data-voice]");
    const box = part && form.querySelector(`[name=voice][value="${CSS.escape(part.dataset.voice)}"]`);
    if (!box) return;
    box.checked = !box.checked;
    choose();
  });
  if (form.querySelector(":checked")) choose(); // a browser that comes back keeps what was chosen
})();
