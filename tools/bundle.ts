import { rolldown } from "rolldown";

interface Module {
  readonly importedIds: readonly string[];
}

/**
 * Writes dist/src/ out of src/: JavaScript in few files. To find, read and link five hundred modules one by one takes the start longer than to run
 * them. All that a start needs is in one file; what is loaded later (operations, other engines, other commands) stays apart.
 */
export async function bundle(root: string): Promise<void> {
  const modules = new Map<string, Module>();
  const start = `${root}src/cli/start.ts`;
  let ofStart: ReadonlySet<string> | undefined;
  const build = await rolldown({
    input: { main: `${root}src/main.ts` },
    platform: "node",
    external: /^[^./]/,
    plugins: [
      {
        name: "modules",
        buildEnd() {
          for (const id of this.getModuleIds()) modules.set(id, this.getModuleInfo(id)!);
        },
      },
    ],
  });
  await build.write({
    dir: `${root}dist/src`,
    format: "esm",
    entryFileNames: "[name].js",
    // One folder deep, as the wire's modules are: the generated data is beside that folder.
    chunkFileNames: "chunks/[name]-[hash].js",
    codeSplitting: {
      groups: [
        {
          name: "server",
          test: (id) => {
            ofStart ??= onlyOf(start, `${root}src/cli/`, modules);
            return ofStart.has(id);
          },
        },
      ],
    },
  });
  await build.close();
  for (const [name, program] of Object.entries(threads)) await bundleThread(root, name, program);
}

/** Programs that run in threads of their own, by the name of their file in dist/src/. */
const threads = {
  "checkpoint-thread": "src/storage/sqlite/checkpoint-thread.ts",
  "yaml-thread": "src/services/execute-api/open-api/yaml-thread.ts",
};

/** Whole in one file: a thread must not load the server. */
async function bundleThread(root: string, name: string, program: string): Promise<void> {
  const build = await rolldown({ input: { [name]: `${root}${program}` }, platform: "node", external: /^[^./]/ });
  await build.write({ dir: `${root}dist/src`, format: "esm", entryFileNames: "[name].js" });
  await build.close();
}

/** What the start imports, and no other command of `folder` does: they need not load the server. */
function onlyOf(start: string, folder: string, modules: ReadonlyMap<string, Module>): ReadonlySet<string> {
  const own = closureOf([start], modules);
  const others = [...modules.keys()].filter((id) => id.startsWith(folder) && !own.has(id));
  const theirs = closureOf(others, modules);
  return new Set([...own].filter((id) => !theirs.has(id)));
}

function closureOf(ids: readonly string[], modules: ReadonlyMap<string, Module>): Set<string> {
  const found = new Set(ids);
  for (const id of found) for (const next of modules.get(id)?.importedIds ?? []) found.add(next);
  return found;
}
