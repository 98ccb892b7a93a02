import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** A file of the project, as the rules look at it. */
export interface SourceFile {
  /** From the project's root: `src/server.ts`. */
  readonly path: string;
  readonly text: string;
}

/** All that the rules look at. */
export interface SourceTree {
  /** The server's own TypeScript, tests beside it included. */
  readonly files: readonly SourceFile[];
  /** What has no single owner: `test/`. */
  readonly tests: readonly SourceFile[];
}

export function readSourceTree(root: string): SourceTree {
  const read = (folder: string) =>
    sourceFiles(root, folder).map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  return { files: read("src"), tests: read("test") };
}

/** What a rule's test shows it: files by their path. */
export function sourceTreeOf(files: Readonly<Record<string, string>>): SourceTree {
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  return {
    files: all.filter(({ path }) => !path.startsWith("test/")),
    tests: all.filter(({ path }) => path.startsWith("test/")),
  };
}

/** The files that one imports, types too, from the project's root. What comes from a package is not among them. */
export function importsOf({ path, text }: SourceFile): string[] {
  const pattern = /^(?:import|export)\s[^;]*?from\s+"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)|^import\s+"(\.[^"]+)"/gm;
  return [...text.matchAll(pattern)].map(([, from, dynamic, bare]) =>
    normalize(join(dirname(path), from ?? dynamic ?? bare ?? "")),
  );
}

/** Tests, the suites they share (`contract.ts`) and what they start (`test-server.ts`, `fixtures/`). */
export function isTestCode(path: string): boolean {
  return /\.test\.ts$|\/contract(?:\.ts$|\/)|\/test-[a-z-]+\.ts$|\/fixtures\//.test(path);
}

/** The folder under `src/`, or the file that stands there. */
export function roomOf(path: string): string {
  if (path.startsWith("runtimes/")) return "runtimes";
  return /^src\/([^/.]+)/.exec(path)?.[1] ?? path;
}

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "fixtures" ? [] : sourceFiles(root, path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}
