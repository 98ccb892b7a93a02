import type { Clock } from "../../../platform/clock.ts";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { type CompileSpec, withCompiler } from "./compiler-environment.ts";

/** It is in this process's memory while it is made. What a function imports of the largest packages (PyTorch) has a third of it. */
const mostBytes = 128 * 1024 * 1024;
/** Of one question: an answer holds as many of them as it can. */
const mostPaths = 500;

/**
 * Has Python's modules compiled. Gives the archive that environments find them in (`runtimes/python/guest/squall_runtime/bytecode.py` says how it is made
 * up), or undefined if that can't be had.
 */
export function compileModules(
  sandbox: Sandbox,
  clock: Clock,
  spec: CompileSpec,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  return withCompiler(sandbox, clock, spec, signal, async (ask) => {
    const codes = new Map<string, Buffer>();
    let tag = "";
    let bytes = 0;
    for (let left = [...paths]; left.length > 0; ) {
      const answer = (await ask(left.slice(0, mostPaths))) as Answer | undefined;
      if (!answer) return undefined;
      tag = answer.tag;
      const done = new Set(Object.keys(answer.codes));
      for (const [path, code] of Object.entries(answer.codes)) {
        if (code === null) continue;
        const decoded = Buffer.from(code, "base64");
        bytes += decoded.length;
        codes.set(path, decoded);
      }
      if (done.size === 0 || bytes > mostBytes) return undefined;
      left = left.filter((path) => !done.has(path));
    }
    return codes.size > 0 ? toArchive(tag, codes) : undefined;
  });
}

interface Answer {
  readonly tag: string;
  readonly codes: Readonly<Record<string, string | null>>;
}

function toArchive(tag: string, codes: ReadonlyMap<string, Buffer>): Buffer {
  const index: Record<string, [number, number]> = {};
  let at = 0;
  for (const [path, code] of codes) {
    index[path] = [at, code.length];
    at += code.length;
  }
  const head = Buffer.from(JSON.stringify({ tag, index }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...codes.values()]);
}

/** The modules that an archive holds. */
export function pathsOf(archive: Buffer): string[] {
  const head = archive.toString("utf8", 4, 4 + archive.readUInt32LE(0));
  return Object.keys((JSON.parse(head) as { readonly index: object }).index);
}
