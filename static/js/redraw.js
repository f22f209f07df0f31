/** Drawing a list anew under a reader's hand: what was open stays open, and what had the focus has it again. */

/** What the parts of a list are about: a stay by its code, a leg by its two ends. */
const ITEM = "[data-code], [data-way]";

/** Details that drawing opens: nobody's hand did, so that nothing else shall follow. @type {WeakSet<Element>} */
const reopened = new WeakSet();

/** Whether details were opened by drawing; asked once, by the listener of their `toggle`. @param {Element} details */
export const wasReopened = (details) => reopened.delete(details);

/** @param {Element} node */
function kindOf(node) {
  const act = node.getAttribute("data-act");
  return act ? `[data-act="${act}"]` : [node.localName, ...[...node.classList].slice(0, 1)].join(".");
}

/** A name that outlives drawing: the item, the kind of part, and which of them. @param {Element} node */
function nameOf(node) {
  const item = node.closest(ITEM);
  const kind = kindOf(node);
  const at = item && item !== node ? [...item.querySelectorAll(kind)].indexOf(node) : 0;
  return [item?.getAttribute("data-way") ?? item?.getAttribute("data-code") ?? "", kind, String(at)];
}

/** @param {HTMLElement[]} boxes @param {string[]} name */
function find(boxes, [about, kind, at]) {
  const items = boxes.flatMap((box) => [...box.querySelectorAll(`[data-way="${about}"], [data-code="${about}"]`)]);
  for (const item of items) {
    const found = item.matches(kind) ? item : item.querySelectorAll(kind)[Number(at)];
    if (found) return /** @type {HTMLElement} */ (found);
  }
  return null;
}

/** @param {HTMLElement[]} boxes @param {() => void} draw replaces what is in them */
export function redraw(boxes, draw) {
  const open = boxes.flatMap((box) => [...box.querySelectorAll("details[open]")]).map(nameOf);
  const active = boxes.some((box) => box.contains(document.activeElement)) ? nameOf(/** @type {Element} */ (document.activeElement)) : null;
  draw();
  for (const name of open) {
    const details = /** @type {HTMLDetailsElement|null} */ (find(boxes, name));
    if (!details || details.open) continue;
    reopened.add(details);
    details.open = true;
  }
  if (active) find(boxes, active)?.focus({ preventScroll: true });
}
