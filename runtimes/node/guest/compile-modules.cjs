/**
 * Run by compiler.mjs with Node's internals: compiles the files that are named on standard input, and what the ES modules among them import, into the
 * folder of the argument. Nothing of them is run. Node's internals differ between versions: what cannot be compiled so is left out.
 */
const { readFileSync, statSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");
const { internalBinding } = require("internal/test/binding");
const { defaultResolve } = require("internal/modules/esm/resolve");
const { compileSourceTextModule } = require("internal/modules/esm/utils");

const { compileFunctionForCJSLoader } = internalBinding("contextify");
const mostFiles = 20_000;
const mostBytes = 16 * 1024 * 1024;

Module.enableCompileCache(process.argv[2]);
const seen = new Set();
const waiting = JSON.parse(readFileSync(0, "utf8"));
for (let path = waiting.shift(); path !== undefined && seen.size < mostFiles; path = waiting.shift()) {
  if (seen.has(path) || !/^\/(?:var\/task|opt)\/.*\.[cm]?js$/.test(path)) continue;
  seen.add(path);
  try {
    const facts = statSync(path);
    if (!facts.isFile() || facts.size > mostBytes) continue;
    const source = readFileSync(path, "utf8");
    if (isEsModule(path)) waiting.push(...compileEsModule(path, source));
    else compileFunctionForCJSLoader(source, path, false, false);
  } catch {
    // What is no module, or one of a kind that this Node does not know.
  }
}
Module.flushCompileCache?.();

/** Gives the files that it imports. */
function compileEsModule(path, source) {
  const url = pathToFileURL(path).href;
  // A loader, of whatever kind, is what tells a module of the program's from one that a program makes itself.
  const wrap = compileSourceTextModule(url, source, {});
  const requests = wrap.getModuleRequests?.() ?? wrap.moduleRequests ?? [];
  return requests.flatMap(({ specifier }) => {
    try {
      const found = defaultResolve(specifier, { parentURL: url, conditions: ["node", "import"], importAttributes: {} });
      return found.url.startsWith("file:") ? [fileURLToPath(found.url)] : [];
    } catch {
      return [];
    }
  });
}

function isEsModule(path) {
  if (path.endsWith(".mjs")) return true;
  if (path.endsWith(".cjs")) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const description = read(join(folder, "package.json"));
    if (description !== undefined) return JSON.parse(description).type === "module";
    if (folder === dirname(folder)) return false;
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
