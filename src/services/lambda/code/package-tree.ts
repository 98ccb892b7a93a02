import { posix } from "node:path";

/** What a package holds, by name. A name is a folder or something else, never both: so nothing of it lies behind a link. */
export type PackageNode = PackageFolder | PackageFile | PackageLink;

export interface PackageFolder {
  readonly kind: "folder";
  /** Permissions. */
  mode: number;
  readonly children: Map<string, PackageNode>;
}

export interface PackageFile {
  readonly kind: "file";
  /** Permissions. */
  readonly mode: number;
  /** As it stands in the zip. */
  readonly packed: Buffer;
  readonly isDeflated: boolean;
  /** Unpacked, as the zip says. */
  readonly sizeBytes: number;
  readonly crc32: number;
}

export interface PackageLink {
  readonly kind: "link";
  /** Any text; known once the whole directory of the zip has been read. */
  target: Buffer;
}

export function createFolder(mode: number): PackageFolder {
  return { kind: "folder", mode, children: new Map() };
}

/** How many nodes there may still be, folders that are only implied among them, and how many names in the paths of the folders. */
export interface NodeBudget {
  nodes: number;
  folderNames: number;
}

/**
 * Puts a node in its place; of two files of one name the later counts. False if the name, or one on the way to it, is a folder in one
 * place and something else in another.
 */
export function putNode(root: PackageFolder, names: readonly string[], node: PackageNode, budget: NodeBudget): boolean {
  let folder = root;
  for (const [depth, name] of names.slice(0, -1).entries()) {
    let child = folder.children.get(name);
    if (!child) {
      child = createFolder(0o755);
      folder.children.set(name, child);
      budget.nodes -= 1;
      budget.folderNames -= depth + 1;
    }
    if (child.kind !== "folder") return false;
    folder = child;
  }
  const name = names.at(-1) ?? "";
  const former = folder.children.get(name);
  if (!former) {
    budget.nodes -= 1;
    if (node.kind === "folder") budget.folderNames -= names.length;
  }
  if (former && (former.kind === "folder") !== (node.kind === "folder")) return false;
  if (former?.kind === "folder" && node.kind === "folder") former.mode = node.mode;
  else folder.children.set(name, node);
  return true;
}

/** Lays one tree over another, as layers are laid over one another: what the upper one has takes the place of the lower one's. */
export function layOver(lower: PackageFolder, upper: PackageFolder): void {
  const waiting = [[lower, upper] as const];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [below, above] = pair;
    below.mode = above.mode;
    for (const [name, node] of above.children) {
      const former = below.children.get(name);
      if (former?.kind === "folder" && node.kind === "folder") waiting.push([former, node]);
      else below.children.set(name, node);
    }
  }
}

/** How many names may be looked at while links are followed: a few links can be made to lead through one another for ever. */
export interface LinkBudget {
  steps: number;
}

/** As many links as Linux follows. */
const mostLinks = 40;

/**
 * Whether a link, followed with all other links in place, stays within the package or names by an absolute path what a function has.
 * Nobody outside of an environment ever follows one: this only refuses early what no package needs.
 */
export function staysInside(
  root: PackageFolder,
  folders: readonly string[],
  { target }: PackageLink,
  budget: LinkBudget,
): boolean {
  const at: PackageFolder[] = [];
  const ahead = [target.toString("utf8"), ...folders.toReversed()];
  let links = 0;
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    if (path.startsWith("/")) return isOfEnvironment([path, ...ahead.toReversed()].join("/"));
    const names = path.split("/").filter((name) => name !== "" && name !== ".");
    for (const [index, name] of names.entries()) {
      budget.steps -= 1;
      if (budget.steps < 0) return false;
      if (name === "..") {
        if (at.length === 0) return false;
        at.pop();
        continue;
      }
      const node = (at.at(-1) ?? root).children.get(name);
      if (node?.kind === "folder") at.push(node);
      else if (node?.kind === "link") {
        links += 1;
        // A circle leads nowhere.
        if (links > mostLinks) return true;
        ahead.push(names.slice(index + 1).join("/"), node.target.toString("utf8"));
        break;
      } else {
        // Behind what isn't there, or is a file, nothing is ever found.
        return isBelow(at.length, [...names.slice(index), ...ahead.toReversed()].join("/"));
      }
    }
  }
  return true;
}

/** Whether a path that begins so many folders deep never climbs out. */
function isBelow(depth: number, path: string): boolean {
  let at = depth;
  for (const name of path.split("/")) {
    if (name === "..") at -= 1;
    else if (name !== "" && name !== ".") at += 1;
    if (at < 0) return false;
  }
  return true;
}

function isOfEnvironment(path: string): boolean {
  return /^\/(tmp|opt|usr|bin|lib|lib64|var\/(task|runtime|lang))(\/|$)/.test(posix.normalize(path));
}
