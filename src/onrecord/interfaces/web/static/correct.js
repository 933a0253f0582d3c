// A wrong reading is corrected in the panel: what is wrong, who says so, and a note. The site keeps it beside the reading,
// and the panel shows it as the site then has it.
"use strict";

(() => {
  const number = document.getElementById("story").dataset.document;
  const panel = document.getElementById("panel");
  const entries = document.getElementById("entries").content;
  const blank = document.getElementById("correction").content.querySelector("form");
  const remembered = () => { try { return localStorage.getItem("onrecord-who") ?? ""; } catch { return ""; } };
  const remember = (who) => { try { localStorage.setItem("onrecord-who", who); } catch { /* it is asked for again then */ } };
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  let form = null;
  let spans = null;
  let found = "";

  const part = (name) => form.querySelector(`#correct-${name}`);
  const kindOf = () => new FormData(form).get("kind");
  const index = () => panel.querySelector(".entry").id.slice(1);

  const send = async (address, value) => {
    const answer = await fetch(address, {
      method: "POST", body: JSON.stringify(value), headers: { "Content-Type": "application/json", Accept: "application/json" },
    });
    if (answer.ok) return;
    const told = await answer.json().catch(() => null);
    throw new Error(told?.error?.message ?? `the site answered ${answer.status}`);
  };

  // The entry as the site draws it now, in place of the one that the page came with.
  const refresh = async (id, at) => {
    const answer = await fetch(`/article/${number}?attribution=${encodeURIComponent(id)}`, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`it is kept, but the page could not be read again (${answer.status})`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#panel .entry");
    if (!fresh) throw new Error("it is kept; load the page again to see it");
    entries.getElementById(`r${at}`).replaceWith(entries.ownerDocument.importNode(fresh, true));
    const counts = fresh.querySelector(".correction:not(.withdrawn)") !== null;
    document.querySelector(`.story a[data-p="${at}"]`)?.classList.toggle("corrected", counts);
    tell("panel:show", { index: at });
    const first = panel.querySelector(".correction");
    first.tabIndex = -1;
    first.focus();
  };

  const follow = () => {
    const kind = kindOf();
    for (const field of form.querySelectorAll("[data-for]")) field.hidden = field.dataset.for !== kind;
    const option = part("entity").selectedOptions[0];
    form.querySelector("[data-name]").hidden = !(option && "new" in option.dataset);
    tell(kind === "source" ? "choose:start" : "choose:stop");
  };

  const leave = () => {
    if (!form) return;
    form.remove();
    form = null;
    spans = null;
    tell("choose:stop");
  };

  const correction = () => {
    const kind = kindOf();
    const value = { attribution: panel.querySelector(".entry").dataset.id, kind, who: part("who").value.trim(), note: part("note").value.trim() };
    if (kind === "source") {
      if (!spans) throw new Error("select or type the words that name the source, as they stand in the text");
      value.spans = spans;
    }
    if (kind === "entity") {
      const option = part("entity").selectedOptions[0];
      const name = part("name").value.trim();
      if ("new" in option.dataset && !name) throw new Error("give the name of who it is");
      if ("new" in option.dataset) value.name = name;
      else if (!("nobody" in option.dataset)) value.entity = option.value;
    }
    return value;
  };

  const submit = async (event) => {
    event.preventDefault();
    const alert = form.querySelector("[role=alert]");
    const button = form.querySelector("[type=submit]");
    const [id, at] = [panel.querySelector(".entry").dataset.id, index()];
    alert.textContent = "";
    button.disabled = true;
    try {
      const value = correction();
      await send(`/api/v1/documents/${number}/corrections`, value);
      remember(value.who);
      await refresh(id, at);
    } catch (error) {
      alert.textContent = `This was not kept: ${error.message}`;
      button.disabled = false;
    }
  };

  const begin = () => {
    leave();
    form = document.importNode(blank, true);
    part("who").value = remembered();
    form.addEventListener("change", follow);
    form.addEventListener("submit", submit);
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault();
      cancel();
    });
    part("words").addEventListener("input", () => {
      if (part("words").value === found) return;
      spans = null;
      if (part("words").value.trim()) tell("choose:find", { words: part("words").value, index: index() });
    });
    panel.querySelector("[data-amend]").hidden = true;
    panel.querySelector(".entry").append(form);
    follow();
    form.querySelector("[name=kind]").focus({ preventScroll: true });
    for (const box of [panel, panel.closest("aside")]) // whichever of them scrolls
      box.scrollTop += form.getBoundingClientRect().top - Math.max(0, box.getBoundingClientRect().top) - 12;
  };

  const cancel = () => {
    leave();
    const amend = panel.querySelector("[data-amend]");
    amend.hidden = false;
    amend.querySelector("button").focus();
  };

  document.addEventListener("choose:chosen", (event) => {
    if (!form) return;
    spans = event.detail.spans;
    if (event.detail.how !== "typed") part("words").value = event.detail.words;
    found = part("words").value;
    const way = event.detail.how === "keys"
      ? " ← → another word, Shift for more of them, Enter takes them." : "";
    form.querySelector("#correct-place").textContent = `In the text: “${event.detail.words}”.${way}`;
  });
  document.addEventListener("choose:missing", () => {
    if (form) form.querySelector("#correct-place").textContent = "The text does not have these words.";
  });
  document.addEventListener("choose:taken", (event) => {
    if (!form) return;
    if (!event.detail.taken) {
      spans = null;
      part("words").value = "";
      form.querySelector("#correct-place").textContent = "Select them in the text, or type them as they stand there.";
    }
    part(event.detail.taken ? "who" : "words").focus();
  });

  // Who takes a correction back is asked, with the name that was given last.
  const askWho = (button) => {
    const [id, at] = [panel.querySelector(".entry").dataset.id, index()];
    const asking = document.createElement("form");
    asking.className = "correct";
    const label = document.createElement("label");
    label.textContent = "Your name";
    const input = document.createElement("input");
    Object.assign(input, { type: "text", required: true, maxLength: 200, value: remembered() });
    label.append(input);
    const alert = document.createElement("p");
    alert.className = "note";
    alert.setAttribute("role", "alert");
    const confirm = document.createElement("button");
    confirm.className = "small";
    confirm.textContent = "Withdraw it";
    asking.append(label, alert, confirm);
    asking.addEventListener("submit", async (event) => {
      event.preventDefault();
      confirm.disabled = true;
      try {
        await send(`/api/v1/corrections/${button.dataset.withdraw}/withdrawal`, { who: input.value.trim() });
        remember(input.value.trim());
        await refresh(id, at);
      } catch (error) {
        alert.textContent = `This was not done: ${error.message}`;
        confirm.disabled = false;
      }
    });
    asking.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      asking.remove();
      button.hidden = false;
      button.focus();
    });
    button.hidden = true;
    button.closest(".correction").append(asking);
    input.focus();
  };

  panel.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("[data-correct], [data-cancel], [data-choose], [data-withdraw]");
    if (!button) return;
    if ("correct" in button.dataset) begin();
    else if ("cancel" in button.dataset) cancel();
    else if ("choose" in button.dataset) tell("choose:keys", { index: index() });
    else askWho(button);
  });

  const unhide = () => { const amend = panel.querySelector("[data-amend]"); if (amend) amend.hidden = false; };
  document.addEventListener("panel:open", () => { leave(); unhide(); });
  document.addEventListener("panel:close", leave);
  unhide();
})();
