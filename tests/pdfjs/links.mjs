// Prints where a PDF leads, as pdf.js follows it, as JSON: links with the words in them, bookmarks, page labels, the
// pages' words, attachments. Pages count from 0.
import { readFileSync } from "node:fs";

const print = console.log;
console.log = console.warn = () => {}; // read.mjs listens to the warnings
const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");

const document = await pdfjs.getDocument({
  data: new Uint8Array(readFileSync(process.argv[2])),
  useSystemFonts: false,
  disableFontFace: true,
}).promise;

// { name, page, top }: name is "" when the destination has none.
async function resolve(destination) {
  const named = typeof destination === "string";
  const place = named ? await document.getDestination(destination) : destination;
  return { name: named ? destination : "", page: await document.getPageIndex(place[0]), top: place[3] };
}

// The words whose baseline starts in RECT, as they were painted; an opening bracket begins with half a blank.
function within(items, [x0, y0, x1, y1]) {
  const inside = ({ transform: [, , , , x, y], height }) =>
    x >= x0 - height / 2 - 1 && x <= x1 + 1 && y >= y0 && y <= y1;
  return items.filter(inside).map((item) => item.str).join("");
}

const pages = [];
for (let n = 1; n <= document.numPages; n++) {
  const page = await document.getPage(n);
  const { items } = await page.getTextContent({ disableNormalization: true });
  const links = [];
  for (const annotation of await page.getAnnotations()) {
    links.push({
      kind: annotation.subtype,
      contents: annotation.contentsObj?.str ?? "",
      text: within(items, annotation.rect),
      to: await resolve(annotation.dest),
    });
  }
  const words = items.map((item) => ({ text: item.str, y: item.transform[5], height: item.height, ends: item.hasEOL }));
  pages.push({ words, links, height: page.view[3] });
}

async function outline(items) {
  const out = [];
  for (const item of items ?? []) {
    out.push({ title: item.title, to: await resolve(item.dest), items: await outline(item.items) });
  }
  return out;
}

const files = Object.values((await document.getAttachments()) ?? {});
print(JSON.stringify({
  pages,
  outline: await outline(await document.getOutline()),
  labels: await document.getPageLabels(),
  destinations: Object.keys(await document.getDestinations()),
  files: files.map((file) => ({
    name: file.filename,
    description: file.description ?? "",
    content: Buffer.from(file.content).toString("base64"),
  })),
}));
