// The browser's speech reads the article, and the voice that is being read is lit: its words, its line among the voices,
// and its name in the player. Where the browser has no speech there is no button.
"use strict";

(() => {
  if (!("speechSynthesis" in window) || !("SpeechSynthesisUtterance" in window)) return;

  const LONGEST = 240; // characters of one utterance: some browsers fall silent in the middle of longer ones
  const speech = window.speechSynthesis;
  const story = document.getElementById("story");
  const player = document.getElementById("player");
  const opener = document.querySelector("[data-listen] button");
  const play = player.querySelector("[data-play]");
  const speed = player.querySelector("[data-speed]");
  const announce = player.querySelector("[data-announce]");
  const speaking = player.querySelector("[data-speaking]");
  const swatch = player.querySelector(".swatch");
  // A page may call its language anything.
  const language = (() => {
    try { return Intl.getCanonicalLocales(story.lang)[0]; } catch { return ""; }
  })() || document.documentElement.lang;
  const marking = "highlights" in CSS ? CSS.highlights : null;
  const labels = new Map([...document.querySelectorAll("#filters label[data-n]")].map((label) => [label.dataset.n, label]));

  let waiting = null; // blocks that are to be read after this one
  let pieces = [];
  let at = 0;
  let turn = 0; // counts what was begun, so that the end of what was broken off is not taken for its own
  let isPlaying = false;
  let announced = null;
  let spoken = [];
  let reading = null;

  const blocks = () => [document.querySelector(".head h1"), ...story.querySelectorAll("[data-start]")]
    .filter((block) => block && !block.matches(".caption, .credit, .notice"));

  // The text of a block in stretches of one voice, each with the nodes that it stands in.
  const stretches = (block) => {
    const made = [];
    for (const node of block.childNodes) {
      const words = node.textContent;
      const voice = node.nodeType === Node.ELEMENT_NODE ? node.dataset.v ?? "0" : "0";
      const last = made.at(-1);
      if (last && (last.voice === voice || !/[\p{L}\p{N}]/u.test(words))) {
        last.nodes.push({ node, start: last.words.length });
        last.words += words;
      } else {
        made.push({ voice, words, nodes: [{ node, start: 0 }], block });
      }
    }
    return made.filter((stretch) => /[\p{L}\p{N}]/u.test(stretch.words));
  };

  const sentences = (words) => {
    if (!("Segmenter" in Intl)) return words.match(/[^.!?]+[.!?]*["”’)]*\s*/g) ?? [words];
    return [...new Intl.Segmenter(language || undefined, { granularity: "sentence" }).segment(words)]
      .map((each) => each.segment);
  };

  const bounded = (sentence) => {
    const made = [];
    let rest = sentence;
    while (rest.length > LONGEST) {
      const cut = Math.max(rest.lastIndexOf(", ", LONGEST) + 2, rest.lastIndexOf("; ", LONGEST) + 2);
      const end = cut > 60 ? cut : rest.lastIndexOf(" ", LONGEST) + 1 || LONGEST;
      made.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    return [...made, rest];
  };

  const piecesOf = (block) => stretches(block).flatMap((stretch) => {
    let start = 0;
    return sentences(stretch.words).flatMap(bounded).map((words) => {
      const piece = { ...stretch, words, start, end: start + words.length };
      start += words.length;
      return piece;
    }).filter((piece) => /[\p{L}\p{N}]/u.test(piece.words));
  });

  // The piece that is to be read: blocks are cut into pieces one after another, as they are come to.
  const current = () => {
    while (at >= pieces.length && waiting.length) {
      pieces = piecesOf(waiting.shift());
      at = 0;
    }
    return pieces[at];
  };

  const place = (piece, offset) => {
    const { node, start } = piece.nodes.findLast((each) => each.start <= offset);
    const inner = node.nodeType === Node.ELEMENT_NODE ? node.firstChild : node;
    return [inner, Math.min(offset - start, inner.length)];
  };

  const rangeOf = (piece) => {
    const range = document.createRange();
    range.setStart(...place(piece, piece.start));
    range.setEnd(...place(piece, piece.end));
    return range;
  };

  const dark = () => {
    for (const element of spoken) element.classList.remove("spoken");
    spoken = [];
    marking?.delete("spoken");
    reading?.classList.remove("reading", ...(reading.dataset.colour ?? "").split(" ").filter(Boolean));
    reading = null;
  };

  const light = (piece) => {
    dark();
    const range = rangeOf(piece);
    marking?.set("spoken", new Highlight(range));
    spoken = piece.nodes
      .filter(({ node, start }) => start < piece.end && start + node.textContent.length > piece.start)
      .map(({ node }) => node).filter((node) => node.nodeType === Node.ELEMENT_NODE);
    for (const element of spoken) element.classList.add("spoken");
    const label = labels.get(piece.voice);
    const colour = label.querySelector(".box").className.replace(/\bbox\b/, "").trim();
    reading = label;
    reading.dataset.colour = colour;
    reading.classList.add("reading", ...colour.split(" "));
    swatch.className = `swatch ${colour}`;
    speaking.textContent = label.querySelector(".who > span").textContent;
    const box = range.getBoundingClientRect();
    if (box.top < 90 || box.bottom > innerHeight - 140) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: calm ? "auto" : "smooth" });
    }
  };

  const utterance = (words, then, mine) => {
    const made = new SpeechSynthesisUtterance(words);
    made.lang = language;
    made.rate = Number(speed.value);
    made.onend = () => { if (mine === turn) then(); };
    made.onerror = (event) => {
      if (mine !== turn) return;
      stop();
      player.hidden = false;
      speaking.textContent = event.error === "language-unavailable" || event.error === "voice-unavailable"
        || event.error === "synthesis-unavailable"
        ? "This browser has no voice to read with." : "The browser’s speech stopped.";
    };
    return made;
  };

  const speak = () => {
    const piece = current();
    if (!piece) { stop(); return; }
    const mine = ++turn;
    light(piece);
    const say = () => speech.speak(utterance(piece.words.trim(), () => { at += 1; speak(); }, mine));
    if (announce.checked && announced !== piece.voice) {
      announced = piece.voice;
      const name = utterance(`${speaking.textContent}:`, say, mine);
      name.pitch = 0.7;
      speech.speak(name);
    } else {
      say();
    }
  };

  const show = () => {
    play.textContent = isPlaying ? "Pause" : "Play";
    opener.setAttribute("aria-expanded", String(!player.hidden));
  };

  // From what is at the top of the window: at the beginning of the page, from its headline.
  const begin = () => {
    if (!waiting) {
      const every = blocks();
      waiting = every.slice(Math.max(0, every.findIndex((block) => block.getBoundingClientRect().bottom > 80)));
    }
    player.hidden = false;
    isPlaying = true;
    show();
    speak();
  };

  // Broken off and begun again at the same sentence: browsers differ in what they make of a pause.
  const pause = () => {
    turn += 1;
    isPlaying = false;
    announced = null;
    speech.cancel();
    show();
  };

  const stop = () => {
    pause();
    dark();
    waiting = null;
    pieces = [];
    at = 0;
    const within = player.contains(document.activeElement);
    player.hidden = true;
    show();
    if (within) opener.focus();
  };

  document.querySelector("[data-listen]").hidden = false;
  opener.addEventListener("click", () => { if (isPlaying) stop(); else { begin(); play.focus(); } });
  play.addEventListener("click", () => (isPlaying ? pause() : begin()));
  player.querySelector("[data-stop]").addEventListener("click", stop);
  speed.addEventListener("change", () => { if (isPlaying) { speech.cancel(); speak(); } });
  document.addEventListener("listen:toggle", () => (isPlaying ? pause() : begin()));
  addEventListener("pagehide", () => speech.cancel());
})();
