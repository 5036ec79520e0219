// Draws nodes and edges with vis-network and tells Python what is clicked, dragged or pressed. What is new joins the picture; what was there stays.

const pictures = new WeakMap();
const FONT = "system-ui, sans-serif";
const A_CLICK = 220;        // milliseconds after which a click is not the first half of a double click

// The buttons above the picture: what each does to what is picked, and when it is there.
const TOOLS = [
  { type: "open", words: node => node.opened ? "Close neighbours" : "Open neighbours", fits: node => node && !node.hub },
  { type: "more", words: () => "Show some of them", fits: node => node?.hub },
  { type: "pin", words: () => "Pin", fits: node => node && !node.hub && !node.pinned },
  { type: "unpin", words: () => "Unpin", fits: node => node?.pinned },
  { type: "away", words: () => "Take out", fits: node => node && !node.hub },
];

// The theme's colours as they are now, in light or dark.
function inks(root, named) {
  const probe = root.appendChild(document.createElement("span"));
  const found = Object.fromEntries(Object.entries(named).map(([name, value]) => { probe.style.color = value; return [name, getComputedStyle(probe).color]; }));
  probe.remove();
  return found;
}

function drawnNode(node, ink, picked, zoom) {
  const marked = node.id === picked, colour = ink[node.ink], fill = node.hub ? ink.panel : node.hollow ? ink.paper : colour;
  const border = marked ? ink.text : node.hub ? ink.line : colour, width = marked ? 4 : node.opened || node.pinned ? 3 : node.hollow ? 2.5 : 1.5;
  return { id: node.id, label: node.pinned ? `${node.label} ⌖` : node.label, title: node.title, shape: node.shape, size: node.size * zoom,
    borderWidth: width * zoom, margin: 5,
    font: { color: node.hub ? ink.quiet : ink.text, face: FONT, size: (node.hub ? 11 : node.opened || marked ? 15 : 13) * zoom,
      strokeWidth: node.hub ? 0 : 4 * zoom, strokeColor: ink.paper },
    color: { background: fill, border, highlight: { background: fill, border: ink.text }, hover: { background: fill, border: ink.text } } };
}

function drawnEdge(edge, ink, picked, zoom) {
  const marked = edge.id.split("#")[0] === picked, inner = edge.ink === "paper", tie = edge.id.endsWith("#tie"), colour = ink[edge.ink];
  return { id: edge.id, from: edge.from, to: edge.to, title: edge.title, smooth: edge.smooth,
    dashes: edge.dashes ? edge.dashes.map(length => length * zoom) : false, width: (edge.width + (marked && !inner ? 3 : 0)) * zoom,
    label: tie ? "" : edge.labelled || (marked && (inner || edge.ink !== "disputed")) ? edge.words : "",
    arrows: inner || tie ? "" : { to: { enabled: true, scaleFactor: edge.ink === "disputed" ? 0.45 : 0.75 } },
    color: { color: colour, highlight: colour, hover: colour, opacity: 1 }, selectionWidth: 0, hoverWidth: 0,
    font: { color: inner ? ink.disputed : colour, face: FONT, size: 11.5 * zoom, strokeWidth: 0, background: ink.paper, align: "middle" } };
}

function sync(set, items) {
  const wanted = new Set(items.map(item => item.id)), gone = set.getIds().filter(id => !wanted.has(id));
  set.remove(gone);
  set.update(items);
}

function makePicture(root) {
  const nodes = new vis.DataSet(), edges = new vis.DataSet(), box = document.createElement("div"), tools = document.createElement("div");
  box.style.height = "100%";
  box.setAttribute("role", "img");
  tools.className = "tools";
  root.replaceChildren(box, tools);
  const network = new vis.Network(box, { nodes, edges }, { layout: { randomSeed: 7, improvedLayout: false }, physics: { enabled: false },
    interaction: { hover: true, tooltipDelay: 150, zoomView: true, keyboard: false } });
  const picture = { network, nodes, edges, box, zoom: 1, data: { nodes: [], edges: [] } };
  const node = id => picture.data.nodes.find(one => one.id === id);

  picture.tell = (type, id, more) => picture.send({ type, id, ...more });
  picture.pick = (type, id) => { picture.data.picked = id; picture.draw(); picture.tell(type, id); };        // marked at once, read a moment later
  picture.open = id => picture.tell(node(id)?.hub ? "more" : "open", id);
  picture.pin = id => { const { x, y } = network.getPosition(id); picture.tell("pin", id, { x, y }); };

  function button(words, act, shown = true, enabled = true) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: words, hidden: !shown, disabled: !enabled });
    made.onclick = act;
    return made;
  }

  picture.furnish = () => {
    const at = node(picture.data.picked), fit = () => network.fit({ animation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    const chosen = TOOLS.filter(tool => tool.fits(at)).map(tool =>
      button(tool.words(at), () => tool.type === "pin" ? picture.pin(at.id) : picture.tell(tool.type, at.id)));
    tools.replaceChildren(...chosen, document.createElement("span"), button("Undo", () => picture.tell("undo"), true, picture.data.undoable),
      button("Fit", fit));
  };

  picture.draw = () => {
    const { data, zoom } = picture, ink = inks(root, data.inks);
    sync(nodes, data.nodes.map(one => drawnNode(one, ink, data.picked, zoom)));
    sync(edges, data.edges.map(one => drawnEdge(one, ink, data.picked, zoom)));
    picture.furnish();
  };

  // At first the whole picture fits, and words keep their size where it shrinks. Later the view moves only where something new would be out of it.
  picture.place = fresh => {
    const first = fresh.length === picture.data.nodes.length;
    nodes.update(fresh.map(({ id, x, y }) => ({ id, x, y })));
    if (first) {
      picture.zoom = 1;
      network.fit({ animation: false });
      picture.zoom = Math.min(2.4, Math.max(1, 0.92 / network.getScale()));
      picture.draw();
      network.fit({ animation: false });
    } else if (fresh.some(({ id }) => !within(id))) network.fit({ animation: false });
    root.dataset.settled = `${picture.data.nodes.length} ${picture.data.edges.length}`;
  };

  function within(id) {
    const { x, y } = network.canvasToDOM(network.getPosition(id)), edge = 30;
    return x > edge && y > edge && x < box.clientWidth - edge && y < box.clientHeight - edge;
  }

  let waiting = null;
  network.on("click", ({ nodes: [at], edges: [line] }) => {
    clearTimeout(waiting);
    const id = at ?? line?.split("#")[0];
    if (id) waiting = setTimeout(() => picture.pick(node(id)?.hub ? "group" : at ? "show" : "edge", id), A_CLICK);
  });
  network.on("doubleClick", ({ nodes: [at] }) => { clearTimeout(waiting); if (at) picture.open(at); });
  network.on("dragEnd", ({ nodes: [at] }) => { if (at && !node(at)?.hub) picture.pin(at); });
  for (const [event, cursor] of [["hoverNode", "pointer"], ["hoverEdge", "pointer"], ["blurNode", ""], ["blurEdge", ""]])
    network.on(event, () => { box.style.cursor = cursor; });
  const resized = new ResizeObserver(() => network.redraw());
  resized.observe(root);
  picture.end = () => { resized.disconnect(); network.destroy(); pictures.delete(root); };
  pictures.set(root, picture);
  return picture;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".network");
  root.style.height = `${data.height}px`;
  const picture = pictures.get(root) ?? makePicture(root);
  picture.box.setAttribute("aria-label", data.words);
  picture.send = what => setTriggerValue("pick", { ...what, at: Date.now() });
  const stood = new Map(picture.data.nodes.map(node => [node.id, node]));
  picture.data = data;
  picture.draw();
  const fresh = data.nodes.filter(node => !stood.has(node.id));
  const nailed = data.nodes.filter(node => node.pinned && stood.has(node.id));          // also where a link or an undo brought the pin
  picture.nodes.update(nailed.map(({ id, x, y }) => ({ id, x, y })));
  if (fresh.length) picture.place(fresh);
  else root.dataset.settled = `${data.nodes.length} ${data.edges.length}`;
  root.network = picture.network;       // for tests, which find where a node lies
  return () => { if (!root.isConnected) picture.end(); };
}
