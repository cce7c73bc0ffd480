// Before the page is drawn: the language of the document, and leave to zoom.
document.documentElement.lang = new URLSearchParams(location.search).get("lang") === "da" ? "da" : "en";
document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";
