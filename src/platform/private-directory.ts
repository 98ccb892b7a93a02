import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** A directory that somebody else could look into or change. The message says which, and what to do. */
export class ForeignDirectoryError extends Error {
  override readonly name = "ForeignDirectoryError";
}

/**
 * Makes a directory that its owner alone may enter, and puts right one that is there, with the files and folders right in it: whatever
 * the umask is and whoever made it. What lies deeper nobody reaches. Throws ForeignDirectoryError.
 */
export async function openPrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const isOurs = await withEntry(path, constants.O_DIRECTORY, close);
  if (!isOurs) throw new ForeignDirectoryError(`${path} belongs to another user: choose a directory of your own.`);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isFile() || entry.isDirectory()) await withEntry(join(path, entry.name), constants.O_NOFOLLOW, close);
  }
}

/** For what others may read, but must not write: programs that are run. One that is not there yet is all right. Throws ForeignDirectoryError. */
export async function checkUnshared(path: string): Promise<void> {
  const isOurs = await withEntry(path, constants.O_DIRECTORY, async (_handle, { uid, mode }) => {
    return isTrusted(uid) && (mode & 0o022) === 0;
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return true;
    throw error;
  });
  if (!isOurs) throw new ForeignDirectoryError(`Others may write to ${path}: \`chmod go-w ${path}\`, as its owner.`);
}

interface Facts {
  readonly uid: number;
  readonly mode: number;
}

/** On an open file, which nobody can put another in the place of. */
async function withEntry<T>(
  path: string,
  flags: number,
  work: (handle: FileHandle, facts: Facts) => Promise<T>,
): Promise<T> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  try {
    return await work(handle, await handle.stat());
  } finally {
    await handle.close();
  }
}

/** False if it is another user's. */
async function close(handle: FileHandle, { uid, mode }: Facts): Promise<boolean> {
  if (!isTrusted(uid)) return false;
  if ((mode & 0o077) !== 0) await handle.chmod(mode & 0o700);
  return true;
}

/** This user, or root, who may do everything anyway. Root may work in anybody's directory. */
function isTrusted(uid: number): boolean {
  const own = process.getuid?.();
  return own === undefined || own === 0 || uid === own || uid === 0;
}
