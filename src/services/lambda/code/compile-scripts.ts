import type { Clock } from "../../../platform/clock.ts";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { type CompileSpec, withCompiler } from "./compiler-environment.ts";

const mostBytes = 128 * 1024 * 1024;
const mostFiles = 20_000;

/**
 * Has modules of Node.js compiled. Gives the files of Node's compile cache by their names in its folder, or undefined if that can't be had
 * (`runtimes/node/guest/compiler.mjs`).
 */
export function compileScripts(
  sandbox: Sandbox,
  clock: Clock,
  spec: CompileSpec,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  return withCompiler(sandbox, clock, spec, signal, async (ask) => {
    const made = readList(await ask({ compile: paths }));
    const allBytes = made?.reduce((sum, [, bytes]) => sum + bytes, 0) ?? 0;
    if (!made || made.length === 0 || made.length > mostFiles || allBytes > mostBytes) return undefined;
    const files = new Map<string, Buffer>();
    for (const [name, bytes] of made) {
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes; at += pieces.at(-1)!.length) {
        const piece = await ask({ read: name, at });
        if (typeof piece !== "string" || piece === "") return undefined;
        pieces.push(Buffer.from(piece, "base64"));
      }
      files.set(name, Buffer.concat(pieces));
    }
    return files;
  });
}

/** `v22.1.0-x64-0123abcd-993/0123abcd`: a folder for each kind of Node, and a file for each module. */
function readList(answer: unknown): [string, number][] | undefined {
  const isFile = (each: unknown) =>
    Array.isArray(each) && /^v[\w.-]{1,100}\/[0-9a-f]{1,64}$/.test(String(each[0])) && Number.isInteger(each[1]);
  return Array.isArray(answer) && answer.every(isFile) ? (answer as [string, number][]) : undefined;
}
