// What the page does: words in two languages, light and dark, kinds of mark on and off, the card of a mark, ways to places.
// One listener for each sort of event stands on the whole page; marks carry nothing but their number.
"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector) => document.querySelectorAll(selector);
  const text = byId("text");
  const card = byId("card");
  const ribbon = byId("ribbon");
  root.classList.add("scripted");

  let parsed = null;
  const data = () => (parsed ??= JSON.parse(byId("data").textContent));

  // --- words, days and numbers of a language ---------------------------------------------------------------------

  const say = (key, ...values) =>
    data().texts[key][root.lang === "vi" ? 0 : 1].replace(/\{(\d)\}/g, (_, place) => {
      const value = values[place];
      return typeof value === "string" ? say(value) : number(String(value));
    });
  const number = (plain) => {
    const [whole, part] = plain.split(".");
    const [group, mark] = root.lang === "vi" ? [".", ","] : [",", "."];
    return whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, group) + (part ? mark + part : "");
  };
  const day = (iso) => (root.lang === "vi" ? iso.split("-").reverse().join("/") : iso);

  const speak = (lang) => {
    root.lang = lang;
    const values = (element) => JSON.parse(element.dataset.a ?? "[]");
    for (const element of all("[data-t]")) element.textContent = say(element.dataset.t, ...values(element));
    for (const element of all("[data-t-title]"))
      element.setAttribute("title", say(element.dataset.tTitle, ...values(element)));
    for (const element of all("[data-t-aria-label]"))
      element.setAttribute("aria-label", say(element.dataset.tAriaLabel, ...values(element)));
    for (const element of all("time[datetime]")) element.textContent = day(element.dateTime);
    for (const element of all("data[value]")) element.textContent = number(element.value);
    for (const button of all("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    if (!card.hidden) show(shown, pinned);
  };

  // --- light and dark ----------------------------------------------------------------------------------------------

  const night = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : night.matches);
  const paint = () => byId("dark").setAttribute("aria-pressed", String(isDark()));
  night.addEventListener("change", paint);
  paint();

  // --- the card ----------------------------------------------------------------------------------------------------

  let shown = null; // the element that the card tells about
  let pinned = false; // asked for by click or key, so it stays when the pointer leaves
  let timer = 0;

  const make = (tag, content, values = {}) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
    element.append(...[content].flat().filter((part) => part !== null));
    return element;
  };
  const VALUES = {
    w: (key, ...values) => say(key, ...values),
    d: (iso) => day(iso),
    r: (first, last) => [first, last].map((end) => (end ? day(end) : "…")).join(" – "),
    n: (plain) => number(plain),
    c: (code) => make("code", code),
    l: (id, words) => make("a", words, { href: `#m${id}`, lang: "vi" }),
  };
  const told = (value) => (typeof value === "string" ? make("span", value, { lang: "vi" }) : VALUES[value[0]](...value.slice(1)));
  const pair = (key, values) => [
    make("dt", say(`field.${key}`)),
    make("dd", values.flatMap((value, place) => (place ? [" · ", value] : [value]))),
  ];
  const idOf = (mark) => Number(mark.id ? mark.id.slice(1) : mark.dataset.m);
  const markOf = (id) => byId(`m${id}`);
  const sentenceOf = (element) => {
    const sentence = element.closest(".s");
    return sentence && data().sentences[Number(sentence.id ? sentence.id.slice(1) : sentence.dataset.s)];
  };
  const labelOf = ([label, scores]) => `${say(`label.${data().labels[label]}`)} (${scores[label]}%)`;

  const aboutMark = (mark) => {
    const id = idOf(mark);
    const pieces = [markOf(id), ...all(`mark[data-m="${id}"]`)];
    const sentence = sentenceOf(mark);
    const rows = data().marks[id].map(([key, ...values]) => pair(key, values.map(told)));
    if (sentence) rows.splice(-1, 0, pair("label", [labelOf(sentence)]));
    return [
      say(`one.${mark.className.split(" ")[0]}`),
      pieces.map((piece) => piece.textContent).join(" "),
      make("dl", rows.flat()),
    ];
  };
  const aboutSentence = (element) => {
    const sentence = sentenceOf(element);
    if (!sentence) return null;
    const [label, scores, aspect] = sentence;
    const items = data().labels.map((name, place) =>
      make("li", [
        make("span", say(`label.${name}`)),
        make("b", `${scores[place]}%`),
        make("meter", [], { value: scores[place], max: 100, "aria-label": say(`label.${name}`) }),
      ]),
    );
    const rows = aspect ? make("dl", pair("aspect", [told(aspect)])) : null;
    return [say("one.sentence"), labelOf([label, scores]), [make("ul", items, { class: "scores" }), rows]];
  };
  const control = (sign, key, action) =>
    make("button", sign, { type: "button", "data-do": action, "aria-label": say(key), title: say(key) });

  // What belongs to a mark (the extent of a citation, the subject of a number) is painted without touching the text.
  const spans = (id) => (data().spoken[id] ?? []).map(([start, end]) => range(start, end)).filter(Boolean);
  const range = (start, end) => {
    const index = data().blocks.findLastIndex((first) => first <= start);
    const block = byId(`b${index}`);
    if (!block) return null;
    const found = new Range();
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let done = data().blocks[index];
    let begun = false;
    while (walker.nextNode()) {
      const { data: words } = walker.currentNode;
      const letters = [...words];
      const unit = (place) => letters.slice(0, place - done).join("").length;
      if (!begun && start < done + letters.length) {
        found.setStart(walker.currentNode, unit(start));
        begun = true;
      }
      found.setEnd(walker.currentNode, unit(Math.min(end, done + letters.length)));
      done += letters.length;
      if (done >= end) break;
    }
    return begun ? found : null;
  };

  const boxOf = (element) => element.getClientRects()[0] ?? element.getBoundingClientRect();
  const show = (element, pin) => {
    clearTimeout(timer);
    const about = element.matches("mark") ? aboutMark(element) : aboutSentence(element);
    if (!about) return hide();
    const [kind, words, rows] = about;
    const controls = [
      make("span", kind),
      ...(element.matches("mark")
        ? [control("‹", "card.previous", "previous"), control("›", "card.next", "next")]
        : []),
      control("×", "card.close", "close"),
    ];
    card.replaceChildren(
      make("div", controls, { class: "first" }),
      make("p", words, { class: "said", ...(element.matches("mark") ? { lang: "vi" } : {}) }),
      ...[rows].flat().filter(Boolean),
    );
    card.hidden = false;
    shown?.classList.remove("current");
    shown = element;
    pinned = pin;
    shown.classList.add("current");
    if (element.matches("mark") && CSS.highlights) CSS.highlights.set("spoken", new Highlight(...spans(idOf(element))));
    if (!card.matches(":focus-within")) place(boxOf(element));
  };
  const place = (box) => {
    const { offsetWidth: width, offsetHeight: height } = card;
    const below = box.bottom + 8 + height < innerHeight || box.top < height + 8;
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    card.style.top = `${Math.max(8, Math.min(below ? box.bottom + 8 : box.top - height - 8, innerHeight - height - 8))}px`;
  };
  const hide = () => {
    clearTimeout(timer);
    card.hidden = true;
    CSS.highlights?.delete("spoken");
    shown?.classList.remove("current");
    shown = null;
    pinned = false;
  };
  const isShown = (mark) => !text.classList.contains(`no-${mark.className.split(" ")[0]}`);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const found = event.target.closest?.("#text mark, #ribbon a");
    clearTimeout(timer);
    if (card.contains(event.target) || pinned) return;
    if (!found || (found.matches("mark") && !isShown(found))) {
      if (!card.hidden) timer = setTimeout(hide, 250);
      return;
    }
    timer = setTimeout(() => {
      if (found.matches("mark")) return show(found, false);
      show(document.querySelector(found.getAttribute("href")), false);
      place(found.getBoundingClientRect());
    }, 120);
  });

  // --- ways to places ----------------------------------------------------------------------------------------------

  const focus = (element) => {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };
  const centre = (element) => {
    element.scrollIntoView({ block: "center" });
    // Blocks that were never drawn have a guessed height, so the first jump may miss.
    requestAnimationFrame(() => element.scrollIntoView({ block: "center" }));
  };
  const select = (mark) => {
    if (!isShown(mark)) toggle(document.querySelector(`[data-kind="${mark.className.split(" ")[0]}"]`));
    mark.setAttribute("aria-describedby", "card");
    centre(mark);
    focus(mark);
    // At once, for the next key may come before the next frame; the place of the card is settled with the scrolling.
    show(mark, true);
    requestAnimationFrame(() => shown === mark && place(boxOf(mark)));
  };
  const reveal = (hash) => {
    const target = hash.length > 1 && byId(hash.slice(1));
    if (!target) return;
    if (target.matches("mark")) return select(target);
    hide();
    for (const element of all(".found")) element.classList.remove("found");
    if (target === text) return target.focus();
    centre(target);
    focus(target);
    target.classList.add("found");
    if (target.matches(".s")) requestAnimationFrame(() => show(target, true));
  };
  const follow = (hash) => {
    reveal(hash);
    try {
      history.pushState(null, "", hash);
    } catch {
      // A frame without an origin of its own has no history.
    }
  };
  addEventListener("popstate", () => reveal(location.hash));

  const step = (way) => {
    let id = shown?.matches("mark") ? idOf(shown) + way : null;
    if (id === null) {
      const first = byId(`b${here}`)?.querySelector("mark[id]") ?? text.querySelector("mark[id]");
      if (!first) return;
      id = idOf(first);
    }
    for (let mark = markOf(id); mark; id += way, mark = markOf(id)) if (isShown(mark)) return select(mark);
  };

  const toggle = (button) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    if (button.id === "tint") text.classList.toggle("tint", on);
    else text.classList.toggle(`no-${button.dataset.kind}`, !on);
  };

  const ACTIONS = { previous: () => step(-1), next: () => step(1), close: () => close() };
  const close = () => {
    const back = shown;
    const inside = card.matches(":focus-within");
    hide();
    if (inside && back) focus(back);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) {
      event.preventDefault();
      return follow(link.getAttribute("href"));
    }
    const button = event.target.closest("button");
    if (button?.dataset.lang) return speak(button.dataset.lang);
    if (button?.id === "dark") {
      root.dataset.theme = isDark() ? "light" : "dark";
      return paint();
    }
    if (button?.matches(".kind")) return toggle(button);
    if (button?.matches("[role=tab]")) return open(button);
    if (button?.dataset.do) return ACTIONS[button.dataset.do]();
    const mark = event.target.closest("#text mark");
    if (mark && isShown(mark)) {
      mark.setAttribute("aria-describedby", "card");
      focus(mark);
      return show(mark, true);
    }
    const sentence = event.target.closest("#text.tint .s");
    if (sentence) return show(sentence, true);
    if (!card.contains(event.target)) hide();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement;
    const way = { n: 1, ArrowRight: 1, p: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape" && !card.hidden) close();
    else if (way && (text.contains(at) || card.contains(at))) step(way);
    else if (way && at.matches("[role=tab]")) open(neighbour([...all("[role=tab]")], at, way), true);
    else if (way && ribbon?.contains(at)) rove(neighbour([...ribbon.querySelectorAll("a")], at, way));
    else return;
    event.preventDefault();
  });
  const neighbour = (items, at, way) => items[(items.indexOf(at) + way + items.length) % items.length];

  // --- tabs and ribbon -----------------------------------------------------------------------------------------------

  const open = (tab, withFocus) => {
    for (const other of all("[role=tab]")) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      byId(other.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (withFocus) tab.focus();
  };
  open(document.querySelector("[role=tab]"));

  const rove = (link) => {
    for (const other of ribbon.querySelectorAll('[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    link.setAttribute("tabindex", "0");
    link.focus();
  };
  ribbon?.querySelector("a")?.setAttribute("tabindex", "0");

  // --- where the reader is -------------------------------------------------------------------------------------------

  let here = 0;
  const seen = new Set();
  const marker = byId("here");
  const sections = [...all(".outline a")];
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(Number(target.id.slice(1)));
        else seen.delete(Number(target.id.slice(1)));
      }
      if (!seen.size) return;
      here = Math.min(...seen);
      marker?.setAttribute("x", String((1000 * data().blocks[here]) / Math.max(1, data().size)));
      const current = sections.findLast((link) => Number(link.getAttribute("href").slice(2)) <= here);
      for (const link of sections)
        if (link === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    },
    { rootMargin: "-140px 0px 0px 0px" },
  );
  for (const block of all('#text [id^="b"]')) watcher.observe(block);
  // On a small screen the outline would push the text away. A frame learns its width when it is laid out.
  requestAnimationFrame(() => {
    if (matchMedia("(max-width: 56rem)").matches) document.querySelector(".outline details").open = false;
  });
  if (location.hash.length > 1) reveal(location.hash);
})();
