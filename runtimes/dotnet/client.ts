import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RuntimeHost } from "../runtime.ts";
import type { Dotnet } from "./dotnets.ts";

const run = promisify(execFile);

const sources = ["Program.cs", "Squall.Guest.csproj"];

/**
 * The folder with AWS's client for class libraries, compiled by the machine's SDK at the first use, once for all servers. Undefined where
 * that can't be: functions that are programs of their own run without it.
 */
export async function buildClient(host: RuntimeHost, { root, hasSdk }: Dotnet): Promise<string | undefined> {
  const folder = join(host.cacheDir, `dotnet-client-${fingerprint(host)}`);
  if (existsSync(folder)) return folder;
  if (!hasSdk) return undefined;
  host.say("preparing .NET (once) …");
  // Under another name first: what was interrupted is never taken for a whole one.
  const unfinished = `${folder}.${process.pid}`;
  const project = join(unfinished, "project");
  mkdirSync(project, { recursive: true });
  try {
    for (const name of sources) copyFileSync(join(guestFolder(host), name), join(project, name));
    const options = ["--configuration", "Release", "--nologo", "--output", join(unfinished, "client")];
    await run(join(root, "dotnet"), ["publish", project, ...options], {
      timeout: 300_000,
      env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" },
    });
    renameSync(join(unfinished, "client"), folder);
  } catch (error) {
    const { stdout = "", message } = error as Error & { stdout?: string };
    const reason = /error [A-Z]+\d+: .*/.exec(stdout)?.[0] ?? message.split("\n")[0];
    host.say(`.NET handlers of class libraries won't run: AWS's client for them could not be made (${reason})`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return existsSync(folder) ? folder : undefined;
}

export function guestFolder(host: RuntimeHost): string {
  return join(host.installDir, "runtimes/dotnet/guest");
}

/** Another guest makes another client. */
function fingerprint(host: RuntimeHost): string {
  const hash = createHash("sha256");
  for (const name of sources) hash.update(readFileSync(join(guestFolder(host), name)));
  return hash.digest("hex").slice(0, 12);
}
