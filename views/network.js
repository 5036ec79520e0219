// Draws nodes and edges with vis-network and tells Python what is clicked. What is new joins the picture; what was there stays in its place.

const pictures = new WeakMap();
const FONT = "system-ui, sans-serif";

function inks(root) {
  const probe = root.appendChild(document.createElement("span"));
  const ink = name => { probe.style.color = `var(--wd-${name})`; return getComputedStyle(probe).color; };
  const found = Object.fromEntries(["established", "alleged", "disputed", "planned", "text", "quiet", "paper", "line",
    "private", "public", "people", "place", "thing", "case"].map(name => [name, ink(name)]));
  probe.remove();
  return found;
}

function drawnNode(node, ink, selected, zoom) {
  const colour = ink[node.ink], inside = node.shape === "box" || node.shape === "ellipse", marked = node.id === selected;
  const fill = inside ? ink.paper : colour, border = marked ? ink.text : colour;
  return { id: node.id, label: node.label, title: node.title, shape: node.shape, size: node.size * zoom, borderWidth: (marked ? 4 : node.chosen ? 3 : 1.5) * zoom,
    font: { color: ink.text, face: FONT, size: (node.chosen || marked ? 15 : 13) * zoom, strokeWidth: inside ? 0 : 4 * zoom, strokeColor: ink.paper },
    margin: 6, color: { background: fill, border, highlight: { background: fill, border: ink.text }, hover: { background: fill, border: ink.text } } };
}

function drawnEdge(edge, ink, selected, zoom) {
  const marked = edge.id.split("#")[0] === selected, inner = edge.ink === "paper", colour = ink[edge.ink];
  return { id: edge.id, from: edge.from, to: edge.to, title: edge.title, physics: edge.physics ?? true, dashes: edge.dashes ? edge.dashes.map(length => length * zoom) : false, smooth: edge.smooth,
    width: (edge.width + (marked && !inner ? 3 : 0)) * zoom, label: edge.labelled || (marked && (inner || edge.ink !== "disputed")) ? edge.words : "",
    arrows: inner ? "" : { to: { enabled: true, scaleFactor: edge.ink === "disputed" ? 0.45 : 0.75 } },
    color: { color: colour, highlight: colour, hover: colour, opacity: 1 }, selectionWidth: 0, hoverWidth: 0,
    font: { color: inner ? ink.disputed : colour, face: FONT, size: 11.5 * zoom, strokeWidth: 0, background: ink.paper, align: "middle" } };
}

function sync(set, items) {
  const wanted = new Set(items.map(item => item.id)), gone = set.getIds().filter(id => !wanted.has(id));
  const fresh = items.filter(item => !set.get(item.id)).length;
  set.remove(gone);
  set.update(items);
  return fresh || gone.length;
}

// Only for what joins a picture that stands: at first, Python says where everything is.
const JOINING = { enabled: true, stabilization: { iterations: 200 }, solver: "repulsion",
  repulsion: { nodeDistance: 200, centralGravity: 0.05, springLength: 190, springConstant: 0.05, damping: 0.12 } };

function makePicture(root) {
  const nodes = new vis.DataSet(), edges = new vis.DataSet(), box = document.createElement("div");
  box.style.height = "100%";
  const fit = Object.assign(document.createElement("button"), { className: "fit", type: "button", textContent: "Fit" });
  root.replaceChildren(box, fit);
  const network = new vis.Network(box, { nodes, edges }, {
    layout: { randomSeed: 7, improvedLayout: false },
    physics: { enabled: false },
    interaction: { hover: true, tooltipDelay: 150, zoomView: true, keyboard: false },
  });
  const picture = { network, nodes, edges, zoom: 1 };
  picture.settle = () => {
    network.setOptions({ physics: { enabled: false } });
    nodes.update(nodes.getIds().map(id => ({ id, fixed: false })));
    network.fit({ animation: false });
    picture.zoom = Math.min(2.4, Math.max(1, 0.92 / network.getScale()));       // a wide picture shrinks, its words do not
    picture.draw();
    network.fit({ animation: false });
    root.dataset.settled = root.dataset.drawn;
  };
  network.on("stabilizationIterationsDone", () => picture.settle());
  let waiting = null;
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    clearTimeout(waiting);
    const pick = node ? { type: "entity", id: node } : edge ? { type: "edge", id: edge.split("#")[0] } : null;
    waiting = pick && setTimeout(() => picture.send(pick), 220);        // a double click is no click
  });
  network.on("doubleClick", ({ nodes: [node] }) => { clearTimeout(waiting); if (node) picture.send({ type: "expand", id: node }); });
  network.on("hoverNode", () => { box.style.cursor = "pointer"; });
  network.on("hoverEdge", () => { box.style.cursor = "pointer"; });
  network.on("blurNode", () => { box.style.cursor = ""; });
  network.on("blurEdge", () => { box.style.cursor = ""; });
  fit.onclick = () => network.fit({ animation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  const resized = new ResizeObserver(() => network.redraw());
  resized.observe(root);
  picture.end = () => { resized.disconnect(); network.destroy(); pictures.delete(root); };
  pictures.set(root, picture);
  return picture;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".network");
  root.style.height = `${data.height}px`;
  root.setAttribute("aria-label", data.words);
  const picture = pictures.get(root) ?? makePicture(root), ink = inks(root);
  picture.send = pick => setTriggerValue("pick", { ...pick, at: Date.now() });
  const stay = picture.nodes.getIds().filter(id => data.nodes.some(node => node.id === id));
  picture.draw = () => sync(picture.nodes, data.nodes.map(node => drawnNode(node, ink, data.selected, picture.zoom)))
    + sync(picture.edges, data.edges.map(edge => drawnEdge(edge, ink, data.selected, picture.zoom)));
  const changed = picture.draw();
  root.dataset.drawn = `${data.nodes.length} ${data.edges.length}`;
  const grows = stay.length > 1 && data.nodes.some(node => node.chosen && picture.chosen?.has(node.id));
  picture.chosen = new Set(data.nodes.filter(node => node.chosen).map(node => node.id));
  if (changed && grows) {
    picture.nodes.update(stay.map(id => ({ id, fixed: true })));
    picture.network.setOptions({ physics: JOINING });
    picture.network.stabilize(200);
  } else if (changed) {
    picture.nodes.update(data.nodes.map(({ id, x, y }) => ({ id, x, y })));
    picture.settle();
  }
  root.network = picture.network;       // for tests, which find where a node lies
  return () => { if (!root.isConnected) picture.end(); };
}
