/** The sizes of stays' discs, and how they make room for each other. */

/** Keeps the target at 24 px. */
export const LEAST_RADIUS = 12;

/** @param {number} nights @returns {number} radius, px */
export const discRadius = (nights) => Math.round(Math.min(20, LEAST_RADIUS - 1.5 + 1.6 * Math.sqrt(nights)));

/** Whether so many discs cover each other that their sizes must give way. @param {{x: number, y: number, r: number}[]} discs */
export function isCrowded(discs) {
  const pairs = discs.flatMap((a, at) => discs.slice(at + 1).filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r));
  return pairs.length > discs.length;
}

/**
 * Push circles apart that cover each other; the first ones move least.
 * @param {{x: number, y: number, r: number}[]} discs
 * @returns {{x: number, y: number}[]} where each is drawn
 */
export function spread(discs) {
  const at = discs.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < 40; round += 1) {
    let moved = false;
    for (let i = 0; i < at.length; i += 1) {
      for (let j = i + 1; j < at.length; j += 1) {
        const need = discs[i].r + discs[j].r + 2;
        let [dx, dy] = [at[j].x - at[i].x, at[j].y - at[i].y];
        let apart = Math.hypot(dx, dy);
        if (apart >= need) continue;
        if (apart < 0.01) [dx, dy, apart] = [Math.cos(j), Math.sin(j), 1];
        const push = (need - apart) / 2 / apart;
        at[i].x -= dx * push;
        at[i].y -= dy * push;
        at[j].x += dx * push;
        at[j].y += dy * push;
        moved = true;
      }
    }
    if (!moved) break;
  }
  return at;
}
