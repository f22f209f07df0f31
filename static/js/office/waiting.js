/** A bar that follows work on the server, and goes on to its result. Without scripts the page loads itself again. */

const EVERY_MS = 700;
const bar = /** @type {HTMLProgressElement} */ (document.getElementById("share"));
const said = /** @type {HTMLElement} */ (document.getElementById("share-said"));

async function look() {
  const answer = await fetch(bar.dataset.progress ?? "").catch(() => null);
  // lost for a moment: the next look may find it again
  const now = answer?.ok ? await answer.json() : { share: bar.value, over: answer !== null };
  bar.value = now.share;
  said.textContent = `${Math.round(100 * now.share)} %`;
  if (now.over) location.replace(bar.dataset.there ?? "");
  else setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
