// Prints what pdf.js reads in a PDF, as JSON: text and links of each page, bookmarks, title, language, and every
// warning it has on the way.
import { readFileSync } from "node:fs";

const warnings = [];
const print = console.log;
console.log = console.warn = (...words) => {
  const line = words.join(" ");
  if (!line.startsWith("Warning: Cannot polyfill")) warnings.push(line); // what Node.js lacks to draw pages
};
const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");

const document = await pdfjs.getDocument({
  data: new Uint8Array(readFileSync(process.argv[2])),
  useSystemFonts: false,
  disableFontFace: true,
  verbosity: pdfjs.VerbosityLevel.WARNINGS,
}).promise;

/** The number of the page that a destination, or the one of this name, leads to. */
async function pageOf(dest) {
  const explicit = typeof dest === "string" ? await document.getDestination(dest) : dest;
  return (await document.getPageIndex(explicit[0])) + 1;
}

const pages = [];
for (let n = 1; n <= document.numPages; n++) {
  const page = await document.getPage(n);
  const text = (await page.getTextContent()).items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("");
  await page.getOperatorList(); // parses fonts and content
  const links = [];
  for (const annotation of await page.getAnnotations()) {
    links.push({ kind: annotation.subtype, page: await pageOf(annotation.dest), rect: annotation.rect });
  }
  pages.push({ text, links });
}

async function outline(items) {
  const out = [];
  for (const item of items ?? []) {
    out.push({
      title: item.title,
      page: await pageOf(item.dest),
      items: await outline(item.items),
    });
  }
  return out;
}

const { info } = await document.getMetadata();
print(JSON.stringify({
  pages,
  outline: await outline(await document.getOutline()),
  title: info.Title,
  language: info.Language,
  warnings,
}));
