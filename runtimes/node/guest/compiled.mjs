/**
 * V8's code of the modules of a function's code and layers, compiled once for all environments of the same bytes (compiler.mjs), in a folder that is mounted
 * read-only. Node looks there by the path and the text of each module; what is not there is compiled as ever.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import Module from "node:module";

const folder = "/var/runtime/bytecode";
/** Less is compiled in less time than it takes to look. */
const leastBytes = 128 * 1024;
/** Where ES modules of some size come from, which nobody lists. */
const packages = ["/var/task/node_modules", "/opt/nodejs/node_modules"];
/** More than any function loads. */
const mostModules = 20_000;

let isUsed = false;

export function useCompiled() {
  if (!Module.enableCompileCache || !existsSync(folder) || readdirSync(folder).length === 0) return;
  isUsed = true;
  Module.enableCompileCache(folder);
}

/**
 * What the first environment of a version tells: its modules, as far as Node lists them. Of ES modules it lists none: the handler's own file leads the
 * compiler to those that it imports. Empty where it is not worth it, or this Node has no such cache.
 */
export function tellModules(handlerFile) {
  if (!Module.enableCompileCache || isUsed || !existsSync(folder)) return "";
  const all = [...new Set([...Object.keys(Module._cache), ...(handlerFile ? [handlerFile] : [])])];
  const deployed = all.filter((path) => /^\/(?:var\/task|opt)\/.*\.[cm]?js$/.test(path)).slice(0, mostModules);
  const bytes = deployed.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  const leadsFurther = handlerFile !== undefined && packages.some(existsSync);
  return bytes < leastBytes && !leadsFurther ? "" : JSON.stringify({ compiled: deployed, imported: [] });
}
