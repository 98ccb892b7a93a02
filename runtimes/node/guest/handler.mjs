/** Finds the handler: `file.function`, `folder/file.function`, `file.object.function`; CommonJS or an ES module. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  callbackHandlerDeprecated,
  handlerNotFound,
  importModuleError,
  malformedHandlerName,
  userCodeSyntaxError,
} from "./errors.mjs";
import { isStreaming } from "./streaming.mjs";

// Named as on AWS, since it is in the text of a module not found.
const require = createRequire("/var/runtime/index.mjs");

/** `onEsModule` is called before an ES module is loaded as the handler. */
export async function loadHandler(taskRoot, name, allowsCallback, onEsModule) {
  if (name.includes("..")) {
    throw malformedHandlerName(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const file = basename(name);
  const folder = name.slice(0, name.indexOf(file));
  const match = /^([^.]*)\.(.*)$/.exec(file);
  if (!match) throw malformedHandlerName("Bad handler");
  const loaded = await loadModule(taskRoot, folder, match[1], onEsModule);
  const handler = match[2].split(".").reduce((object, key) => object?.[key], loaded);
  if (!handler) throw handlerNotFound(`${name} is undefined or not exported`);
  if (typeof handler !== "function") throw handlerNotFound(`${name} is not a function`);
  if (!allowsCallback && handler.length >= 3 && !isStreaming(handler)) throw callbackHandlerDeprecated();
  return handler;
}

async function loadModule(taskRoot, folder, name, onEsModule) {
  const path = resolve(taskRoot, folder, name);
  const load = (file) => {
    onEsModule();
    return loadEsModule(file);
  };
  try {
    if (isFile(path)) return require(path);
    if (existsSync(`${path}.js`)) return isEsModule(path) ? await load(`${path}.js`) : require(`${path}.js`);
    if (existsSync(`${path}.mjs`)) return await load(`${path}.mjs`);
    if (existsSync(`${path}.cjs`)) return require(`${path}.cjs`);
    return require(require.resolve(name, { paths: [taskRoot, join(taskRoot, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw userCodeSyntaxError(error);
    if (error?.code === "MODULE_NOT_FOUND") throw importModuleError(error);
    throw error;
  }
}

let esModule;

/** The handler's own file, if it is an ES module. */
export function handlerModule() {
  return esModule;
}

function loadEsModule(path) {
  esModule = path;
  return import(pathToFileURL(path).href);
}

function isFile(path) {
  return extname(path) !== "" && existsSync(path);
}

/** Whether the nearest package.json says `"type": "module"`. */
function isEsModule(path) {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const description = join(folder, "package.json");
    if (existsSync(description)) return JSON.parse(readFileSync(description, "utf8")).type === "module";
    if (folder === dirname(folder) || basename(folder) === "node_modules") return false;
  }
}
