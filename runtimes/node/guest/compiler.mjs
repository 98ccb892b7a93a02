/**
 * Compiles modules of a function's code and layers, in a sandbox of its own in which nothing of the function is ever run: so what it gives nobody has made
 * but V8's compiler. Node's functions for that are for its own modules alone, so another process, which has them, does it (compile-modules.cjs).
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { types } from "./frames.mjs";

const folder = "/tmp/compiled";
const program = "/var/runtime/squall_runtime/compile-modules.cjs";
/** Of one answer, which is a third longer. */
const mostBytes = 3 * 1024 * 1024;

/** An event is `{"compile": [paths]}`, answered by `[[name, bytes]]`, or `{"read": name, "at": offset}`, answered by a piece of that file in base64. */
export function answerCompiler({ compile, read, at }, frames) {
  const answer = compile ? compileAll(compile) : readPiece(read, at);
  return frames.send(types.response, JSON.stringify(answer));
}

function compileAll(paths) {
  rmSync(folder, { recursive: true, force: true });
  // With the flags of functions' processes: V8 does not take what was compiled with others.
  const options = [...process.execArgv, "--expose-internals", "--no-warnings", program, folder];
  spawnSync(process.execPath, options, { input: JSON.stringify(paths), stdio: ["pipe", "ignore", "ignore"] });
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath ?? entry.path, entry.name);
        return [path.slice(folder.length + 1), readFileSync(path).length];
      });
  } catch {
    return [];
  }
}

function readPiece(name, at) {
  return readFileSync(join(folder, name))
    .subarray(at, at + mostBytes)
    .toString("base64");
}
