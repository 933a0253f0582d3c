// A check: one verdict at a time, and printing. Without script all quotations are shown.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const form = document.querySelector("[data-verdicts]");
  if (!form) return;
  const quotations = [...document.querySelectorAll("[data-verdict]")];
  const told = form.querySelector("[data-shown]");
  const show = () => {
    const wanted = new FormData(form).get("verdict");
    let shown = 0;
    for (const each of quotations) {
      each.hidden = Boolean(wanted) && each.dataset.verdict !== wanted;
      if (!each.hidden) shown += 1;
    }
    return shown;
  };
  form.hidden = false;
  show(); // a browser may bring back the choice that was made before
  form.addEventListener("change", () => { told.textContent = `${show()} of ${quotations.length} quotations shown`; });
  form.addEventListener("submit", (event) => event.preventDefault());
});
