// Put into the page before a key is pressed: notes when it was pressed, and when each answer to it
// was painted, in milliseconds of the browser's own clock. An answer tells whose plan it belongs
// to and on how many pairs it stands (none: an estimate); it counts once a frame has passed.
([wanted, patience]) => {
  const shown = () => document.querySelector("#answer:not(.old)");
  const before = shown()?.dataset.plan;
  const standing = (answer) => answer.querySelector("[data-pairs]")?.dataset.pairs;
  const noted = { pressed: null, painted: [] };
  // Waited for by a promise: a question asked at every frame would itself draw frame after frame.
  let finish;
  const done = new Promise((resolve, reject) => {
    finish = () => resolve(noted);
    setTimeout(() => reject(new Error("no full answer was painted")), patience);
  });
  window.noted = { done };
  window.addEventListener("keydown", (event) => { noted.pressed ??= event.timeStamp; },
    { capture: true, once: true });
  let last = null;
  const look = () => {
    const answer = shown();
    if (!answer || answer.dataset.plan === before || (standing(answer) ?? last) === last) return;
    last = standing(answer);
    const pairs = Number(last);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      // The message is handled after the frame: layout and painting are done by then.
      port1.onmessage = () => {
        noted.painted.push({ pairs, at: performance.now() });
        if (pairs !== wanted) return;
        watch.disconnect();
        finish();
      };
      port2.postMessage(null);
    });
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body,
    { subtree: true, childList: true, attributes: true, attributeFilter: ["class", "data-pairs", "data-plan"] });
}
