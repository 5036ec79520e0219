// A search box that offers what is found while one types. Arrow keys move, Enter opens, Escape closes, "/" comes here from anywhere.
// All text goes in as text, never as HTML.

const WAIT = 160;           // milliseconds without a key before what is typed is searched
const boxes = new WeakMap();
let follower = null;        // the box that follows the links of the page

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(Boolean));
  return element;
}

function makeBox(root) {
  const id = `found-${Math.random().toString(36).slice(2)}`;
  const input = made("input", { type: "search", autocomplete: "off", spellcheck: false, maxLength: 200 });
  const list = made("div", { className: "found", id, hidden: true });
  const box = { input, list, at: -1, options: [], waiting: null };
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  root.replaceChildren(input, list);

  box.close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); box.mark(-1); };
  box.open = () => { list.hidden = !input.value.trim(); input.setAttribute("aria-expanded", String(!list.hidden)); };
  box.mark = at => {
    box.at = at;
    box.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    box.options[at]?.scrollIntoView({ block: "nearest" });
    at < 0 ? input.removeAttribute("aria-activedescendant") : input.setAttribute("aria-activedescendant", box.options[at].id);
  };
  box.choose = option => { clearTimeout(box.waiting); input.value = ""; box.close(); input.blur(); box.data.follows ? go(option.value) : box.send("pick", option.value); };

  input.addEventListener("input", () => {
    clearTimeout(box.waiting);
    if (!input.value.trim()) return box.close();
    box.waiting = setTimeout(() => box.send("typed", input.value), WAIT);
  });
  input.addEventListener("keydown", event => {
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key], open = !list.hidden && box.options.length;
    if (event.isComposing) return;
    if (steps && open) { event.preventDefault(); box.mark((box.at + steps + box.options.length) % box.options.length); }
    else if (event.key === "Enter" && open && box.at >= 0) box.choose(box.options[box.at]);
    else if (event.key === "Enter" && box.data.follows && input.value.trim()) box.choose({ value: `search?q=${encodeURIComponent(input.value.trim())}` });
    else if (event.key === "Enter" && open) box.choose(box.options[0]);
    else if (event.key === "Escape") { list.hidden ? input.blur() : box.close(); event.preventDefault(); }
  });
  input.addEventListener("focus", () => box.open());
  input.addEventListener("blur", () => setTimeout(box.close, 150));
  list.addEventListener("mousedown", event => event.preventDefault());       // the box keeps the focus
  boxes.set(root, box);
  return box;
}

function offered(box, offer, className) {
  const option = made("a", { className: className ?? "", href: offer.href ?? "#", tabIndex: -1, id: `offer-${Math.random().toString(36).slice(2)}` },
    offer.words, offer.note && made("small", { textContent: offer.note }));
  option.value = box.data.follows ? offer.href : offer.id;
  option.setAttribute("role", "option");
  option.addEventListener("click", event => {
    if (box.data.follows && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    box.choose(option);
  });
  return option;
}

function show(box) {
  const { groups, typed, none, all } = box.data;
  if (!typed || typed !== box.input.value.trim()) return;
  const parts = groups.flatMap(({ title, offers }) => [title && made("h4", { textContent: title }), ...offers.map(offer => offered(box, offer))]).filter(Boolean);
  if (groups.length && all) parts.push(offered(box, { href: all, words: "All results" }, "all"));
  box.list.replaceChildren(...(parts.length ? parts : [made("p", { textContent: none })]));
  box.options = parts.filter(part => part.tagName === "A");
  box.mark(-1);
  box.open();
}

// Changes the address as one step of the browser's history, and lets Streamlit notice it as it notices the Back button.
function go(link) {
  history.pushState({}, "", new URL(link, location.href));
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

// A plain click on a link within the app changes the page without loading it anew; with a key held, the browser does what it always does.
// Streamlit's own links are among them: where they lead to the page that one is on, Streamlit would not change the address.
function followLink(event) {
  const link = event.composedPath().find(one => one.matches?.("a.wd-link, a[data-testid=stPageLink-NavLink]"));
  if (!follower || !link || link.origin !== location.origin || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  go(link.href);
}

function comeHere(event) {
  const at = event.composedPath()[0], typing = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
  if (!follower || event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  follower.input.focus();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".finder"), box = boxes.get(root) ?? makeBox(root);
  box.data = data;
  box.send = (what, value) => setTriggerValue(what, value);
  box.input.placeholder = data.placeholder;
  box.input.setAttribute("aria-label", data.label);
  if (data.follows && !root.querySelector("kbd")) root.append(made("kbd", { textContent: "/", ariaHidden: "true" }));
  root.classList.toggle("wide", data.follows);
  if (data.follows) {
    if (!follower) { document.addEventListener("click", followLink, true); document.addEventListener("keydown", comeHere); }
    follower = box;
  }
  show(box);
  return () => {
    if (follower !== box || root.isConnected) return;
    document.removeEventListener("click", followLink, true);
    document.removeEventListener("keydown", comeHere);
    follower = null;
  };
}
