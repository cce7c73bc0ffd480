// Files that a visitor takes along; nothing is sent anywhere for them but the note for Word.

export function save(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

// Rows as a file for a spreadsheet, in the way of the language: Danish has commas in numbers.
export function csv(rows, language) {
  const danish = language === "da";
  const cell = (value) => {
    const text = typeof value === "number" && danish ? String(value).replace(".", ",") : String(value ?? "");
    return /[";,\n]/.test(text) && !(danish && typeof value === "number") ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${rows.map((row) => row.map(cell).join(danish ? ";" : ",")).join("\r\n")}\r\n`;
}

const DRAWN = ["fill", "text-anchor", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "opacity", "fill-opacity", "font-family"];

// A picture as PNG: one on the page in the colours in which it is seen, another in its own.
export async function png(svg) {
  const copy = svg.cloneNode(true);
  const [all, copies] = [svg, copy].map((each) => [each, ...each.querySelectorAll("*")]);
  all.forEach((each, place) => {
    const seen = getComputedStyle(each);
    for (const name of DRAWN.filter((one) => seen.getPropertyValue(one))) copies[place].setAttribute(name, seen.getPropertyValue(name));
  });
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
  const brush = canvas.getContext("2d");
  brush.fillStyle = getComputedStyle(document.body).backgroundColor;
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
