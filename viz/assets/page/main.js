// The page as a server sends it.

import * as source from "./ask.js";
import { Page } from "./page.js";

async function start() {
  const fallback = document.documentElement.lang;
  try {
    const [declared, da, en] = await Promise.all(["declared", "da", "en"].map((name) => source.json(`data/${name}.json`)));
    window.page = new Page(declared, { da, en }, source);
  } catch (error) {
    console.warn(error);
    const sentence = { da: "Siden kunne ikke hentes. Tjek forbindelsen, og genindlæs siden.", en: "The page could not be loaded. Check the connection, and reload." };
    document.getElementById("page").textContent = sentence[fallback] ?? sentence.en;
  }
}

start();
