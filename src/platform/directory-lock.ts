import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { createServer } from "node:net";

export interface DirectoryLock {
  /** `squall-1a2b3c4d5e6f`: the same for the same directory. */
  readonly name: string;
  release(): void;
}

export class DirectoryLockedError extends Error {
  override readonly name = "DirectoryLockedError";
}

/**
 * Makes this process the directory's only Squall. The lock is an abstract Unix socket, which Linux frees when the process ends,
 * however it ends: there is no stale lock file to clean up. Throws DirectoryLockedError.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = await realpath(directory);
  const name = `squall-${createHash("sha256").update(path).digest("hex").slice(0, 12)}`;
  // Elsewhere there are no abstract sockets; a pipe's name or a file would have to be cleaned up.
  if (process.platform !== "linux") return { name, release: () => {} };
  const socket = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve, reject) => {
    socket.once("error", () =>
      reject(
        new DirectoryLockedError(`${path} is in use by another Squall: stop that one, or choose another --data-dir.`),
      ),
    );
    socket.listen(`\0${name}`, resolve);
  });
  socket.unref();
  return { name, release: () => socket.close() };
}
