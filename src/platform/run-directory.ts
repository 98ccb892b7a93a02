import { lstat, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

export interface RunDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** Beside what is kept, so that the next start finds what a killed server has left. */
const record = "run-directory";

/**
 * A directory of this server alone under the system's temporary one, since sockets need a short path. Everybody can write to that, so its
 * name is random and it is made, never found: nobody can have made it before.
 */
export async function openRunDirectory(dataDir: string): Promise<RunDirectory> {
  const recordPath = join(dataDir, record);
  await removeFormer(await readFile(recordPath, "utf8").catch(() => ""));
  const path = await mkdtemp(join(tmpdir(), prefix));
  // On a full disk there is none, and what a killed server leaves stays until the machine's next start.
  await writeFile(recordPath, path, { mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOSPC") throw error;
  });
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true });
      await rm(recordPath, { force: true });
    },
  };
}

const prefix = "squall-run-";

/** Only what is a directory of one's own where such ones are. */
async function removeFormer(path: string): Promise<void> {
  if (dirname(path) !== tmpdir() || !basename(path).startsWith(prefix)) return;
  const facts = await lstat(path).catch(() => undefined);
  if (facts?.isDirectory() && facts.uid === process.getuid?.()) await rm(path, { recursive: true, force: true });
}
