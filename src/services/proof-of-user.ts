import { lstat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsError } from "../platform/aws-error.ts";
import { proofName } from "../platform/proof-name.ts";

/**
 * The user id of a command that proves by an empty file in the system's temporary directory that it runs on this machine: functions reach this server, too, and
 * can make none. `proof` is the secret that names the file. Throws AwsError, which says what to do.
 */
export async function callerOf(proof: string, command: string): Promise<number> {
  const found = /^[0-9a-f]{32}$/.test(proof)
    ? await lstat(join(tmpdir(), proofName(proof))).catch(() => undefined)
    : undefined;
  // A second name for somebody else's file proves nothing.
  if (found?.isFile() && found.nlink === 1 && found.size === 0 && (found.mode & 0o077) === 0) return found.uid;
  throw new AwsError(
    "CallerRefused",
    `\`${command}\` must run on the server's machine, with the same temporary directory (TMPDIR): the server's is ${tmpdir()}.`,
    { status: 403 },
  );
}
