import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { alphabets, type Random } from "../platform/random.ts";

/** Who this run of a server is. */
export interface NodeRecord {
  readonly id: string;
  /** The node of an earlier run that ended without saying so: whoever has locked the data directory knows that it is dead. */
  readonly former: string | undefined;
  /** After a stop there is no former one. */
  forget(): Promise<void>;
}

const file = "node-id";

/** Each run has an id of its own, which the data directory keeps until it ends. */
export async function openNodeRecord(dataDir: string, random: Random): Promise<NodeRecord> {
  const path = join(dataDir, file);
  const former = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  const id = random.text(10, alphabets.hex);
  await writeFile(path, id, { mode: 0o600 });
  return { id, former: former || undefined, forget: () => rm(path, { force: true }) };
}
