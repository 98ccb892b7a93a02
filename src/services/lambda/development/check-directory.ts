import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { AwsError } from "../../../platform/aws-error.ts";
import type { SandboxReport } from "../../../sandbox/sandbox.ts";
import { callerOf } from "../../proof-of-user.ts";

/**
 * Whether a caller may have a function run from a directory of this machine; gives its real path. Functions reach this server too, and
 * must not see the machine's files by it: the caller proves by an empty file in the system's temporary directory, which no function
 * can make, that he is a user of the machine, and the directory must be his. Throws AwsError, which says what to do.
 */
export async function checkDirectory(
  directory: string,
  proof: string,
  { privilege }: Pick<SandboxReport, "privilege">,
): Promise<string> {
  const caller = await callerOf(proof, "squall dev");
  const path = await realpath(directory).catch(() => undefined);
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (path === undefined || !found?.isDirectory())
    throw refusal(400, `${directory} is no directory of the server's machine.`);
  if (caller !== found.uid && caller !== 0 && caller !== process.getuid?.()) {
    throw refusal(403, `${path} belongs to somebody else: run \`squall dev\` as its owner.`);
  }
  // Otherwise functions run as the user who runs Squall.
  if (privilege === "root") await checkReadable(path);
  return path;
}

/** Functions run as a user of their own, whom the files must let read. */
async function checkReadable(path: string): Promise<void> {
  const names = await readdir(path);
  const paths = [path, ...names.slice(0, mostLookedAt).map((name) => join(path, name))];
  for (const each of paths) {
    const found = await stat(each).catch(() => undefined);
    if (!found) continue;
    const needed = found.isDirectory() ? 0o005 : 0o004;
    if ((found.mode & needed) === needed) continue;
    throw refusal(400, `Functions run as a user of their own, who may not read ${each}: \`chmod -R o+rX ${path}\`.`);
  }
}

const mostLookedAt = 1_000;

function refusal(status: number, message: string): AwsError {
  return new AwsError("DevelopmentRefused", message, { status });
}
