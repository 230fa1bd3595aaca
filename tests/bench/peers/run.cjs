// node run.cjs tagged|untagged OUTDIR DOC.json...     one compiler, many documents, as a service would have it
//
// What stands in the folder DOC beside DOC.json is attached. The addon is looked for in $PEER_NPM. Prints the documents
// made and the CPU time they took in seconds, without what comes before the first.
const fs = require('fs'), path = require('path');
const name = '@myriaddreamin/typst-ts-node-compiler';
const { NodeCompiler } = require(require.resolve(name, { paths: [process.env.PEER_NPM] }));

const [kind, out, ...files] = process.argv.slice(2);
const compiler = NodeCompiler.create({ workspace: '/' });

function inputsOf(file) {
  const attached = file.replace(/\.json$/, '');
  const inputs = { data: file };
  if (kind === 'tagged' && fs.existsSync(attached))
    Object.assign(inputs, { attached, names: fs.readdirSync(attached).sort().join('\n') });
  return inputs;
}

const start = process.cpuUsage();
for (const file of files.map((file) => path.resolve(file))) {
  const result = compiler.compile({ mainFilePath: path.join(__dirname, 'main.typ'), inputs: inputsOf(file), resetRead: false });
  if (result.hasError()) {
    result.printDiagnostics();
    process.exit(1);
  }
  const pdf = compiler.pdf(result.result, { pdfTags: kind === 'tagged' });
  fs.writeFileSync(path.join(out, path.basename(file, '.json') + '.pdf'), pdf);
  compiler.evictCache(0); // documents have little in common: what is kept for the next one costs more than it brings
}
const { user, system } = process.cpuUsage(start);
console.log(files.length, ((user + system) / 1e6).toFixed(4));
