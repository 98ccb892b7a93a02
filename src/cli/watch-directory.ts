import { type FSWatcher, readdirSync, watch } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { ConfigError } from "../config.ts";

/** Never looked at: what tools write for themselves. */
const ignored = new Set([
  ".git",
  ".hg",
  ".svn",
  "__pycache__",
  ".DS_Store",
  ".pytest_cache",
  ".mypy_cache",
  ".idea",
  ".venv",
]);

/** An editor saves in several steps, a package manager in thousands: the quiet after which all of it is one change. */
const quietMs = 10;
const quietOfPackagesMs = 300;
const mostDirectories = 20_000;

export interface DirectoryWatch {
  close(): void;
}

/**
 * Calls back after files have changed, with their paths below the root. It watches directories one by one: Node's own recursive
 * watch opens every file, and loses those that an editor replaces.
 */
export function watchDirectory(root: string, onChange: (paths: readonly string[]) => void): DirectoryWatch {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const tell = () => {
    const paths = [...changed].map((path) => relative(root, path));
    changed.clear();
    onChange(paths);
  };
  const note = (path: string) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(tell, isOfPackages(path) ? quietOfPackagesMs : quietMs);
  };
  const unwatch = (directory: string) => {
    watchers.get(directory)?.close();
    watchers.delete(directory);
  };
  const add = (directory: string) => {
    unwatch(directory);
    if (watchers.size >= mostDirectories) {
      throw new ConfigError(`${root} has more than ${mostDirectories} directories: name one with less.`);
    }
    const watcher = open(directory);
    if (!watcher) return;
    watchers.set(directory, watcher);
    watcher.on("error", () => unwatch(directory));
    watcher.on("change", (kind, name) => {
      const path = join(directory, String(name));
      if (ignored.has(basename(path)) || isOfEditor(path)) return;
      // Only a name that has come or gone can be a directory; one that has come has files already.
      if (kind === "rename") addTree(path);
      note(path);
    });
  };
  const addTree = (directory: string) => {
    const below = namesOfDirectories(directory);
    if (!below) return unwatch(directory);
    add(directory);
    for (const name of below) addTree(join(directory, name));
  };

  addTree(root);
  return {
    close: () => {
      clearTimeout(timer);
      for (const directory of [...watchers.keys()]) unwatch(directory);
    },
  };
}

function open(directory: string): FSWatcher | undefined {
  try {
    return watch(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code !== "ENOSPC" && code !== "EMFILE") throw error;
    throw new ConfigError(
      "the machine's limit of watched directories is reached: `sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024`.",
    );
  }
}

/** Undefined if it is no directory. */
function namesOfDirectories(path: string): string[] | undefined {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !ignored.has(entry.name)).map(({ name }) => name);
  } catch {
    return undefined;
  }
}

function isOfPackages(path: string): boolean {
  return path.split(sep).includes("node_modules");
}

/** Swap and backup files: `.handler.py.swp`, `4913` (vim tries whether it may write), `handler.py~`. */
function isOfEditor(path: string): boolean {
  return /^\..*\.sw[a-z]$|^4913$|~$|^\.#/.test(basename(path));
}
