import { chmod, lstat, mkdir, symlink, writeFile } from "node:fs/promises";
import { AwsError } from "../../../platform/aws-error.ts";
import { packageNotStored, unzipFailed } from "../errors.ts";
import { contentOf } from "./file-content.ts";
import { layOver, type PackageFile, type PackageFolder, type PackageLink } from "./package-tree.ts";
import { readPackage } from "./read-package.ts";

/**
 * Unpacks packages, the later over the earlier, into a directory that this call makes. Folders come first, then files, links last: while
 * anything is written there is no link in the directory, and no folder that was not made here, so that no path leads out of it.
 * Gives the unpacked size in bytes. Throws AWS's errors for what is no package, and ServiceException where the machine fails.
 */
export async function unpack(zips: readonly Buffer[], directory: string): Promise<number> {
  return inAwsTerms(async () => {
    const [root, ...others] = await readAll(zips);
    if (!root) throw unzipFailed();
    for (const other of others) layOver(root, other);
    const tree = listTree(root, directory);
    const mustSetModes = await makeFolders(tree);
    await atATime(tree.files(), ({ path, node }) => writeContent(path, node, mustSetModes));
    for (const { path, node } of tree.links()) await symlink(node.target, path);
    for (const { path, node } of tree.folders) {
      if (mustSetModes || node.mode !== folderMode) await chmod(path, node.mode);
    }
    return sizeOf(tree);
  });
}

/** Looks at every byte of a package as `unpack` does, and writes nothing. */
export async function verify(zip: Buffer): Promise<number> {
  return inAwsTerms(async () => {
    const tree = listTree(await readPackage(zip), "");
    await atATime(tree.files(), async ({ node }) => {
      for await (const _piece of contentOf(node));
    });
    return sizeOf(tree);
  });
}

/** The unpacked size in bytes as a package tells it that `unpack` or `verify` has found to tell the truth. */
export async function measure(zip: Buffer): Promise<number> {
  return sizeOf(listTree(await readPackage(zip), ""));
}

const folderMode = 0o755;
/** Files written at the same time. */
const writers = 8;
/** What is smaller is written in one piece. */
const pieceBytes = 1024 * 1024;

interface Placed<Node> {
  readonly path: string;
  readonly node: Node;
}

interface Tree {
  /** Each before those in it. */
  readonly folders: readonly Placed<PackageFolder>[];
  files(): Generator<Placed<PackageFile>>;
  links(): Generator<Placed<PackageLink>>;
}

async function readAll(zips: readonly Buffer[]): Promise<PackageFolder[]> {
  const trees: PackageFolder[] = [];
  for (const zip of zips) trees.push(await readPackage(zip));
  return trees;
}

function listTree(root: PackageFolder, directory: string): Tree {
  const folders: Placed<PackageFolder>[] = [{ path: directory, node: root }];
  for (const { path, node } of folders) {
    for (const [name, child] of node.children) {
      if (child.kind === "folder") folders.push({ path: `${path}/${name}`, node: child });
    }
  }
  function* ofKind<Node extends PackageFile | PackageLink>(kind: Node["kind"]): Generator<Placed<Node>> {
    for (const { path, node } of folders) {
      for (const [name, child] of node.children) {
        if (child.kind === kind) yield { path: `${path}/${name}`, node: child as Node };
      }
    }
  }
  return { folders, files: () => ofKind<PackageFile>("file"), links: () => ofKind<PackageLink>("link") };
}

/** Gives whether the process's umask takes permissions away, so that they must be set once more. */
async function makeFolders({ folders }: Tree): Promise<boolean> {
  for (const { path } of folders) await mkdir(path, { mode: folderMode });
  const made = await lstat(folders[0]?.path ?? "");
  return (made.mode & 0o777) !== folderMode;
}

async function writeContent(path: string, file: PackageFile, mustSetMode: boolean): Promise<void> {
  const { mode } = file;
  // Exclusively: an entry that is there already, a link even, is an error and never followed.
  await writeFile(path, file.sizeBytes > pieceBytes ? contentOf(file) : await inOne(file), { mode, flag: "wx" });
  if (mustSetMode) await chmod(path, mode);
}

async function inOne(file: PackageFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of contentOf(file)) pieces.push(piece);
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}

/** Rejects with the first failure once all that was begun has ended: whoever then removes the directory is alone in it. */
async function atATime<T>(items: Generator<T>, work: (item: T) => Promise<void>): Promise<void> {
  const worker = async () => {
    for (const item of items) await work(item);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: writers }, worker));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

function sizeOf(tree: Tree): number {
  let bytes = 0;
  for (const { node } of tree.files()) bytes += node.sizeBytes;
  return bytes;
}

/** Names that the machine's file system can't take, or takes for the same one, are the package's fault; all else is the machine's. */
const ofNames = new Set(["ENAMETOOLONG", "EEXIST", "EILSEQ", "EINVAL"]);

async function inAwsTerms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AwsError || !isOfSystem(error)) throw error;
    throw ofNames.has(error.code) ? unzipFailed() : packageNotStored(error);
  }
}

/** Whether the machine's system refused something: our own errors have codes, too. */
export function isOfSystem(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "errno" in error && "code" in error && typeof error.code === "string";
}
