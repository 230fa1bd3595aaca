// A viewer of pdf.js's own parts, in a browser: `viewer` is what a test does with it. Its page has #container around
// #pages.
import * as pdfjs from "./node_modules/pdfjs-dist/build/pdf.mjs";

globalThis.pdfjsLib = pdfjs; // where pdf_viewer.mjs looks for it
const { EventBus, FindState, PDFFindController, PDFLinkService, PDFViewer } = await import(
  "./node_modules/pdfjs-dist/web/pdf_viewer.mjs"
);
pdfjs.GlobalWorkerOptions.workerSrc = new URL("node_modules/pdfjs-dist/build/pdf.worker.mjs", import.meta.url).href;

const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus });
const findController = new PDFFindController({ eventBus, linkService });
const pdfViewer = new PDFViewer({
  container: document.getElementById("container"),
  viewer: document.getElementById("pages"),
  eventBus,
  linkService,
  findController,
  maxCanvasPixels: 0, // what it looks like is not looked at
});
linkService.setViewer(pdfViewer);

const happens = (name, accept = () => true) =>
  new Promise((done) => {
    const listen = (event) => {
      if (!accept(event)) return;
      eventBus.off(name, listen);
      done(event);
    };
    eventBus.on(name, listen);
  });

// The text layer of page N (from 1), when it is there.
async function textLayer(n) {
  const view = pdfViewer.getPageView(n - 1);
  if (!view.textLayer?.div?.childElementCount || view.renderingState !== 3) {
    const rendered = happens("textlayerrendered", (event) => event.pageNumber === n);
    pdfViewer.scrollPageIntoView({ pageNumber: n });
    await rendered;
  }
  return view.textLayer.div;
}

let loaded;
globalThis.viewer = {
  async open(url) {
    loaded = await pdfjs.getDocument({ url }).promise;
    const ready = happens("pagesloaded");
    linkService.setDocument(loaded);
    pdfViewer.setDocument(loaded);
    await ready;
    return loaded.numPages;
  },

  // What a user gets who selects page N and copies.
  async copy(n) {
    getSelection().selectAllChildren(await textLayer(n));
    return getSelection().toString();
  },

  // Where QUERY is: [page, how often] and the page that the viewer then shows.
  async find(query) {
    const over = happens("updatefindcontrolstate", ({ state }) => state !== FindState.PENDING);
    const options = { caseSensitive: false, entireWord: false, highlightAll: true, findPrevious: false };
    eventBus.dispatch("find", { type: "again", query, ...options }); // at once, not when the user pauses
    await over;
    while (findController.pageMatches.length < loaded.numPages) await new Promise((next) => setTimeout(next, 5));
    const hits = findController.pageMatches.map((found, i) => [i + 1, found.length]).filter(([, count]) => count);
    return { hits, page: pdfViewer.currentPageNumber };
  },

  // The page that the bookmark, link or fragment shows.
  async follow(destination) {
    await linkService.goToDestination(destination);
    return pdfViewer.currentPageNumber;
  },

  fragment(hash) {
    linkService.setHash(hash);
    return pdfViewer.currentPageNumber;
  },
};
