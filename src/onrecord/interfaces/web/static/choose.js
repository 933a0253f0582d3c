// Choosing words of the article: with the mouse, with the keys, or by typing them. Between "choose:start" and
// "choose:stop" a selection in the text is told in "choose:chosen", as places in the article's text: code points, as the
// record counts them. "choose:find" looks for typed words, "choose:keys" begins to choose with the keys.
"use strict";

(() => {
  const root = document.documentElement;
  const story = document.getElementById("story");
  const blocks = [...document.querySelectorAll(".head h1[data-start], #story [data-start]")];
  const marking = "highlights" in CSS ? CSS.highlights : null;
  const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.,-][\p{L}\p{M}\p{N}]+)*/gu;
  let isChoosing = false;
  let keyed = null; // while words are chosen with the keys: the block, and the first and last word that are taken

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const codePoints = (text) => { let count = 0; for (const _ of text) count += 1; return count; };
  const placeIn = (block, offset) => Number(block.dataset.start) + codePoints(block.textContent.slice(0, offset));

  const offsetOf = (block, node, offset) => {
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, offset);
    return before.toString().length;
  };

  const rangeOf = (block, start, end) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let at = 0;
    let begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!begun && start < at + node.length) { range.setStart(node, start - at); begun = true; }
      if (begun && end <= at + node.length) { range.setEnd(node, end - at); return range; }
      at += node.length;
    }
    return range;
  };

  // The part of a selection within each block, without the white space at its ends.
  const spansOf = (range) => blocks.filter((block) => range.intersectsNode(block)).flatMap((block) => {
    const text = block.textContent;
    let start = block.contains(range.startContainer) ? offsetOf(block, range.startContainer, range.startOffset) : 0;
    let end = block.contains(range.endContainer) ? offsetOf(block, range.endContainer, range.endOffset) : text.length;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    if (start === end) return [];
    return [{ start: placeIn(block, start), end: placeIn(block, end), words: text.slice(start, end) }];
  });

  const chosen = (range, how) => {
    const spans = spansOf(range);
    if (!spans.length) return;
    const words = spans.map((span) => span.words.replace(/\s+/g, " ")).join(" … ");
    tell("choose:chosen", { spans: spans.map(({ start, end }) => ({ start, end })), words, how });
  };

  const show = (range) => {
    marking?.set("chosen", new Highlight(range));
    const box = range.getBoundingClientRect();
    const panel = document.getElementById("panel").getBoundingClientRect();
    const lowest = panel.left < box.right ? panel.top : innerHeight;
    if (box.top < 90 || box.bottom > lowest - 20) scrollTo({ top: scrollY + box.top - 140, behavior: "auto" });
  };

  const firstPart = (index) => document.querySelector(`.story [data-a~="${index}"]`);

  document.addEventListener("choose:start", () => { isChoosing = true; root.classList.add("choosing"); });
  document.addEventListener("choose:stop", () => {
    isChoosing = false;
    keyed = null;
    root.classList.remove("choosing");
    marking?.delete("chosen");
  });

  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!isChoosing || keyed || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!blocks.some((block) => block.contains(range.startContainer) || block.contains(range.endContainer))) return;
    marking?.delete("chosen");
    chosen(range, "mouse");
  });

  // Typed words, wherever they stand nearest to the attribution; as they are typed first, then in any case.
  document.addEventListener("choose:find", (event) => {
    const { words, index } = event.detail;
    const near = firstPart(index);
    const block = near?.closest("[data-start]");
    const wanted = block ? placeIn(block, offsetOf(block, near, 0)) : 0;
    const pattern = words.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
    for (const flags of ["gu", "giu"]) {
      const found = blocks.flatMap((each) => [...each.textContent.matchAll(new RegExp(pattern, flags))]
        .map((match) => ({ block: each, match, away: Math.abs(placeIn(each, match.index) - wanted) })));
      if (!found.length || !pattern) continue;
      const nearest = found.reduce((best, each) => (each.away < best.away ? each : best));
      const range = rangeOf(nearest.block, nearest.match.index, nearest.match.index + nearest.match[0].length);
      show(range);
      chosen(range, "typed");
      return;
    }
    marking?.delete("chosen");
    tell("choose:missing", {});
  });

  const wordsOf = (block) => [...block.textContent.matchAll(WORD)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));

  const showKeyed = () => {
    const { block, words, anchor, at } = keyed;
    const range = rangeOf(block, words[Math.min(anchor, at)].start, words[Math.max(anchor, at)].end);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    show(range);
    chosen(range, "keys");
  };

  const toBlock = (by, last) => {
    let place = blocks.indexOf(keyed.block) + by;
    while (blocks[place] && !wordsOf(blocks[place]).length) place += by;
    if (!blocks[place]) return;
    const words = wordsOf(blocks[place]);
    const at = last ? words.length - 1 : 0;
    keyed = { block: blocks[place], words, anchor: at, at };
  };

  document.addEventListener("choose:keys", (event) => {
    const near = firstPart(event.detail.index);
    const block = near?.closest("[data-start]") ?? blocks.find((each) => wordsOf(each).length);
    if (!block) return;
    const words = wordsOf(block);
    const start = near ? offsetOf(block, near, 0) : 0;
    const at = Math.max(0, words.findIndex((word) => word.end > start));
    keyed = { block, words, anchor: at, at };
    story.tabIndex = -1;
    story.focus({ preventScroll: true });
    showKeyed();
  });

  story.addEventListener("keydown", (event) => {
    if (!keyed || event.altKey || event.ctrlKey || event.metaKey) return;
    const { words, at } = keyed;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const over = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      const next = at + by;
      if (words[next]) {
        keyed.at = next;
        if (!event.shiftKey) keyed.anchor = next;
      } else if (!event.shiftKey) {
        toBlock(by, by < 0);
      }
      showKeyed();
    } else if (over) {
      toBlock(over, false);
      showKeyed();
    } else if (event.key === "Enter" || event.key === "Escape") {
      keyed = null;
      getSelection().removeAllRanges();
      tell("choose:taken", { taken: event.key === "Enter" });
    } else if (event.key !== "Shift") {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
})();
