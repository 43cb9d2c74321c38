// The large view of one page: as wide as the room allows, closer by wheel and keys, dragged about.

import {
  bare, button, changed, cursorPage, doing, focus, html, icon, isUndecided, livePages, paperName, picture, state, t,
} from "./kit.js";

const closest = 8;
const factor = 1.25;
/** How the page shown lies in its frame: times the fitting size, and the shift of its middle in pixels. */
const look = { page: null, zoom: 1, x: 0, y: 0 };

/** Whether there is no room for the preview beside the strip. */
export const isNarrow = () => matchMedia("(max-width: 59.99rem)").matches;

const corrections = [
  ["page.left", "turn-left"], ["page.right", "turn-right"], ["page.remove", "trash"], ["page.rescan", "rescan"], ["split.open", "split"],
  ["page.before", "before"], ["page.after", "after"], ["page.earlier", "left"], ["page.later", "right"], ["move.open", "move"],
];

/** The preview of the page that the keyboard is on. */
export function preview() {
  const page = cursorPage();
  const { isWide, chosen, dossier: { isOpen } } = state;
  const of = livePages().length;
  const name = page ? t("page.of", { n: page.number, of }) : t("preview.none");
  return html`<section class="preview ${isWide && "wide"}" id="preview" aria-label="${t("preview")}">
    <header>${isWide && bare("view.narrow", "back", { id: "narrow" })}
    <div class="name">${page && html`<h2>${name}</h2><small>${paperName(page.paper)}</small>`}</div><div class="actions">
    ${bare("page.previous", "left", { off: !page || page.number === 1 })}${bare("page.next", "right", { off: !page || page.number === of })}
    ${[["view.out", "minus"], ["view.fit", "fit"], ["view.in", "plus"], ...(isWide ? [] : [["view.wide", "wide"]])].map(([deed, sign]) => bare(deed, sign, { off: !page }))}</div></header>
    <div class="canvas" id="canvas" data-own tabindex="${page ? 0 : -1}" role="group" aria-label="${name}"></div>
    ${page && isOpen && html`${isUndecided(page) && html`<div class="hintbar" data-key="ask">${icon("blank")}<p>${t("blank.ask")}</p>
      ${button("page.leaveOut", { keys: "B" })}${button("page.keep", { keys: "K" })}</div>`}
    <div class="tools" role="group" aria-label="${t("page.tools")}">${chosen.size > 1 && html`<p class="chosen" data-key="chosen">${t("page.count", { n: chosen.size })}</p>`}
    ${corrections.map(([deed, sign]) => button(deed, { icon: sign, kind: "tool", id: `tool-${deed.replace("page.", "").replace(".open", "")}` }))}</div>`}</section>`;
}

/** Puts the picture into its frame; called after the rest of the screen is up to date. */
export function drawPreview() {
  const canvas = document.getElementById("canvas");
  const page = canvas && cursorPage();
  if (canvas && !canvas.firstChild) {
    canvas.append(document.createElement("p"), Object.assign(new Image(), { alt: "", draggable: false }));
    watchCanvas(canvas);
    look.page = null;
  }
  const [note, image] = canvas?.children ?? [];
  const isOther = look.page?.id !== page?.id;
  look.page = page ?? null;
  if (!page) {
    if (canvas) Object.assign(image, { hidden: true }), (note.textContent = t("preview.none"));
    return;
  }
  if (isOther) {
    Object.assign(look, { zoom: 1, x: 0, y: 0 });
    const settle = (isHidden, text) => () => {
      image.hidden = isHidden;
      note.textContent = text;
    };
    settle(true, t("preview.loading", { n: page.number }))();
    Object.assign(image, { onload: settle(false, ""), onerror: settle(true, t("preview.failed")), src: picture(state.code, page.id, "screen") });
    image.dataset.size = "screen";
  }
  place();
}

/** Lays the picture out: turned upright, fitted, closer and shifted as looked at. */
function place() {
  const canvas = document.getElementById("canvas");
  const image = canvas?.lastChild;
  const { page, zoom } = look;
  if (!image || !page) return;
  const [width, height] = page.rotation % 180 ? [page.height, page.width] : [page.width, page.height];
  const { clientWidth, clientHeight } = canvas;
  const scale = zoom * Math.min((clientWidth - 16) / width, (clientHeight - 16) / height);
  const held = (shift, size, space) => {
    const room = zoom === 1 ? 0 : Math.max(0, (size * scale - space) / 2 + 16);
    return Math.max(-room, Math.min(room, shift));
  };
  look.x = held(look.x, width, clientWidth);
  look.y = held(look.y, height, clientHeight);
  Object.assign(image.style, {
    width: `${page.width * scale}px`, height: `${page.height * scale}px`,
    transform: `translate(calc(-50% + ${look.x}px), calc(-50% + ${look.y}px)) rotate(${page.rotation}deg)`,
  });
  canvas.dataset.zoom = String(Math.round(zoom * 100));
  canvas.classList.toggle("close", zoom > 1);
  // The stored image only when it is looked at closely: it is ten times the size.
  if (zoom > 1.6 && image.dataset.size === "screen") {
    image.dataset.size = "image";
    const full = new Image();
    full.onload = () => {
      if (look.page?.id === page.id) image.src = full.src;
    };
    full.src = picture(state.code, page.id, "image");
  }
}

/** Closer or farther; the point at (x, y) from the middle of the frame stays where it is. */
function zoom(by, x = 0, y = 0) {
  const next = Math.max(1, Math.min(closest, look.zoom * by));
  const ratio = next / look.zoom;
  Object.assign(look, { zoom: next, x: x - (x - look.x) * ratio, y: y - (y - look.y) * ratio });
  place();
}

function pan(x, y) {
  look.x += x;
  look.y += y;
  place();
}

function watchCanvas(canvas) {
  let held = null;
  const fromMiddle = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return [clientX - box.left - box.width / 2, clientY - box.top - box.height / 2];
  };
  const on = (kind, what, options) => canvas.addEventListener(kind, what, options);
  on("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? factor : 1 / factor, ...fromMiddle(event));
  }, { passive: false });
  on("dblclick", (event) => zoom(look.zoom > 1 ? 0 : 2.5, ...fromMiddle(event)));
  on("pointerdown", (event) => {
    held = event;
    canvas.setPointerCapture(event.pointerId);
  });
  on("pointermove", (event) => {
    if (!held) return;
    pan(event.clientX - held.clientX, event.clientY - held.clientY);
    held = event;
  });
  for (const end of ["pointerup", "pointercancel"]) on(end, () => (held = null));
  on("keydown", (event) => {
    const shift = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (!shift || look.zoom === 1 || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    pan(...shift);
  });
  new ResizeObserver(place).observe(canvas);
}

const widen = (isWide, id) => {
  state.isWide = isWide;
  changed();
  focus(id);
};

doing({
  "view.in": () => zoom(factor),
  "view.out": () => zoom(1 / factor),
  "view.fit": () => zoom(0),
  "view.wide": () => cursorPage() && widen(true, "canvas"),
  "view.narrow": () => widen(false, `page-${state.cursor}`),
});
