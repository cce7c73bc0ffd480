// Before the page is drawn: the language of the document, and leave to zoom.
document.documentElement.lang = new URLSearchParams(location.search).get("lang") === "da" ? "da" : "en";
document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";

// What a reader has opened stays open while its answer is refined: each time it is written anew.
const opened = new Set();
const caption = (part) => part.querySelector("summary")?.textContent;
document.addEventListener("toggle", ({ target }) => {
  if (target.tagName !== "DETAILS" || !target.isConnected) return;
  if (target.open) opened.add(caption(target));
  else opened.delete(caption(target));
}, true);
new MutationObserver(() => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    if (opened.has(caption(part))) part.open = true;
  }
}).observe(document.documentElement, { childList: true, subtree: true });
