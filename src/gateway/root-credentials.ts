import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { alphabets, type Random } from "../platform/random.ts";

/** The key of the default account's root user, with which an `enforce` server is set up. */
export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const rootCredentialsFile = "root-credentials.json";

/** Made at the first start in `enforce` mode and kept in the data directory, readable by its owner alone. */
export async function openRootCredentials(dataDir: string, random: Random): Promise<RootCredentials> {
  const path = join(dataDir, rootCredentialsFile);
  try {
    return JSON.parse(await readFile(path, "utf8")) as RootCredentials;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const made: RootCredentials = {
    accessKeyId: `AKIAROOT${random.text(12, alphabets.base32)}`,
    secretAccessKey: random.text(40, alphabets.base62),
  };
  await writeFile(path, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
  return made;
}
