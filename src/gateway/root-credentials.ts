import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { alphabets, type Random } from "../platform/random.ts";

/** The key of the default account's root user, with which an `enforce` server is set up. */
export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const rootCredentialsFile = "root-credentials.json";

/** What all servers on one database have under a name; a server that is alone has what it gives. */
export type SharedSecret = (name: string, made: Uint8Array) => Promise<Buffer>;

/**
 * Made at the first start in `enforce` mode and kept in the data directory, readable by its owner alone. Several servers on one database have
 * the same: the first one's.
 */
export async function openRootCredentials(
  dataDir: string,
  { random, secret }: { readonly random: Random; readonly secret: SharedSecret },
): Promise<RootCredentials> {
  const path = join(dataDir, rootCredentialsFile);
  const found = await readKept(path);
  const made = found ?? JSON.stringify(makeCredentials(random), undefined, 2);
  const shared = (await secret("root-credentials", Buffer.from(made))).toString("utf8");
  if (shared !== found) await writeFile(path, `${shared.trimEnd()}\n`, { mode: 0o600 });
  return JSON.parse(shared) as RootCredentials;
}

async function readKept(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trimEnd();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

function makeCredentials(random: Random): RootCredentials {
  return {
    accessKeyId: `AKIAROOT${random.text(12, alphabets.base32)}`,
    secretAccessKey: random.text(40, alphabets.base62),
  };
}
