// Shows a text in pieces, underlines claims in lanes and tints names. All text goes in as text, never as HTML.

const STROKES = {
  established: "linear-gradient(var(--wd-established), var(--wd-established))",
  alleged: "repeating-linear-gradient(90deg, var(--wd-alleged) 0 7px, transparent 7px 11px)",
  planned: "repeating-linear-gradient(90deg, var(--wd-planned) 0 2px, transparent 2px 5px)",
  disputed: "linear-gradient(var(--wd-disputed) 0 1px, transparent 1px 2px, var(--wd-disputed) 2px 3px)",
};

// The claims' lines in their lanes below the words, and behind the words the tint of a name.
function lines(claims, tinted) {
  const layers = claims.map(({ manner, lane }) => [STROKES[manner], `0 calc(100% - ${9 - 3 * lane}px)`, `100% ${manner === "disputed" ? 3 : 2}px`, "border-box"]);
  if (tinted) layers.push(["linear-gradient(var(--tint), var(--tint))", "0 0", "100% 100%", "content-box"]);
  const [backgroundImage, backgroundPosition, backgroundSize, backgroundClip] = [0, 1, 2, 3].map(at => layers.map(layer => layer[at]).join(", "));
  return { backgroundImage, backgroundPosition, backgroundSize, backgroundClip, backgroundRepeat: "no-repeat" };
}

function shown(piece) {
  const span = document.createElement("span"), claims = piece.claims ?? [];
  span.textContent = piece.text;
  if (piece.ink) { span.classList.add("entity"); span.style.setProperty("--ink", `var(--wd-${piece.ink})`); span.title = piece.name; }
  if (claims.length) {
    span.classList.add("claim");
    span.dataset.claims = claims.map(({ id }) => id).join(" ");
    span.title = [piece.name, ...claims.map(({ word }) => word)].filter(Boolean).join("\n");
    Object.assign(span.style, lines(claims, piece.ink));
  }
  if (!piece.page) return [span];
  const page = Object.assign(document.createElement("span"), { className: "page", textContent: `page ${piece.page}` });
  return [page, span];
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".text");
  if (root.dataset.document !== data.document) {
    root.replaceChildren(...data.pieces.flatMap(shown));
    root.dataset.document = data.document;
    root.dataset.selected = "";
  }
  const marked = [...root.querySelectorAll(".claim")].filter(span => {
    const is = span.dataset.claims.split(" ").includes(data.selected);
    span.classList.toggle("selected", is);
    return is;
  });
  if (data.selected && root.dataset.selected !== data.selected) {
    const seen = marked[0]?.getBoundingClientRect();
    if (seen && (seen.top < 60 || seen.bottom > innerHeight)) marked[0].scrollIntoView({ block: "center" });
    root.dataset.selected = data.selected;
  }
  root.onclick = ({ target }) => {
    const at = data.pieces[[...root.querySelectorAll(":scope > span:not(.page)")].indexOf(target)];
    if (!at || String(getSelection()).length) return;
    const ids = (at.claims ?? []).map(({ id }) => id);
    const pick = ids.length ? { type: "claim", id: ids[(ids.indexOf(data.selected) + 1) % ids.length] }     // again: the next that overlaps
      : at.entity ? { type: "entity", id: at.entity } : null;
    if (pick) setTriggerValue("pick", { ...pick, at: Date.now() });
  };
}
