// node typst.cjs IN.typ OUT.pdf      the addon is looked for in $PEER_NPM
const fs = require('fs'), path = require('path');
const name = '@myriaddreamin/typst-ts-node-compiler';
const { NodeCompiler } = require(require.resolve(name, { paths: [process.env.PEER_NPM] }));
const [source, pdf] = process.argv.slice(2).map((file) => path.resolve(file));
const compiler = NodeCompiler.create({ workspace: path.dirname(source) });
const result = compiler.compile({ mainFilePath: source });
if (result.hasError()) {
  result.printDiagnostics();
  process.exit(1);
}
fs.writeFileSync(pdf, compiler.pdf(result.result, { pdfTags: false }));
