import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "../../../platform/random.ts";

/** What all servers on one database have under a name; a server that is alone has what it gives. */
export type SharedSecret = (name: string, made: Uint8Array) => Promise<Buffer>;

/**
 * The id by which a database's blobs are known in a bucket: drawn once, and kept in PostgreSQL for all its servers, or beside SQLite's file in the data
 * directory.
 */
export async function openBlobsOwner(
  dataDir: string,
  { random, secret }: { readonly random: Random; readonly secret: SharedSecret },
): Promise<string> {
  const path = join(dataDir, "blobs-owner");
  const kept = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  const owner = (await secret("blobs-owner", Buffer.from(kept ?? random.uuid()))).toString("utf8");
  if (owner !== kept) await writeFile(path, owner, { mode: 0o600 });
  return owner;
}
