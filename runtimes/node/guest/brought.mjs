/**
 * Packages of AWS's SDK that are not here yet: the one that is asked for and not found is asked of Squall, which brings it from npm while the program waits, as `require` and
 * `import` do for a file. What has been brought before is found in its own folder.
 */
import { existsSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const place = "/var/runtime/sdk";
const name = /^@(?:aws-sdk|smithy)\/[a-z0-9][a-z0-9-]{0,60}(?=\/|$)/;

/** Finds what `require` asks for, of whatever age Node is. `ask` gives undefined, or why it cannot be had. */
export function bringRequired(ask) {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, parent, isMain, options) {
    try {
      return resolve.call(this, request, parent, isMain, options);
    } catch (error) {
      const folder = error?.code === "MODULE_NOT_FOUND" ? folderOf(request, ask) : undefined;
      if (folder === undefined) throw error;
      return createRequire(`${folder}/index.js`).resolve(request);
    }
  };
}

let importsAreBrought = false;

/** The same for `import`. It costs each module that is loaded some microseconds, so it comes when an ES module does, or when the function is there. */
export function bringImported(ask) {
  if (importsAreBrought || !Module.registerHooks) return;
  importsAreBrought = true;
  Module.registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        const isMissing = error?.code === "ERR_MODULE_NOT_FOUND" || error?.code === "MODULE_NOT_FOUND";
        const folder = isMissing ? folderOf(specifier, ask) : undefined;
        if (folder === undefined) throw error;
        return next(specifier, { ...context, parentURL: pathToFileURL(`${folder}/index.js`).href });
      }
    },
  });
}

function folderOf(request, ask) {
  const wanted = name.exec(request)?.[0];
  if (wanted === undefined) return undefined;
  const folder = `${place}/${wanted.replace("/", "+")}`;
  if (!existsSync(folder)) ask(wanted);
  return existsSync(folder) ? folder : undefined;
}
