// Prints what pdf.js knows of the structure of a tagged PDF, as JSON, page by page: the tree, the text of each marked
// content by the name that the tree calls it by, and all text with what it was marked as.
import { readFileSync } from "node:fs";

const print = console.log;
console.log = console.warn = () => {}; // read.mjs listens to the warnings
const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");

const document = await pdfjs.getDocument({
  data: new Uint8Array(readFileSync(process.argv[2])),
  useSystemFonts: false,
  disableFontFace: true,
}).promise;

// All text of a page as [mark, text]: the id of its marked content, "Artifact", or "" when it is not marked.
function marked(items) {
  const out = [];
  const open = [];
  for (const item of items) {
    if (item.type === "endMarkedContent") open.pop();
    else if (item.type) open.push(item.id ?? item.tag);
    else if (item.str.trim()) out.push([open.at(-1) ?? "", item.str]);
  }
  return out;
}

const pages = [];
for (let n = 1; n <= document.numPages; n++) {
  const page = await document.getPage(n);
  const { items, lang } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
  pages.push({ tree: await page.getStructTree(), texts: marked(items), language: lang });
}
print(JSON.stringify({ pages, mark: await document.getMarkInfo() }));
