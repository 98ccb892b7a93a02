import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RuntimeHost } from "../runtime.ts";
import type { Jdk } from "./jdks.ts";
import { fetchLibraries, libraries } from "./libraries.ts";

const run = promisify(execFile);

export const archiveName = "guest.jsa";

/**
 * What a Java environment has in /var/runtime/lib: AWS's libraries, the guest compiled, and an archive of all their classes as this JDK has
 * them in memory (class-data sharing), which starts it three times as fast. Made at the first use, once for all servers.
 */
export async function buildKit(host: RuntimeHost, jdk: Jdk, all: readonly Jdk[]): Promise<string> {
  const folder = join(host.cacheDir, `java-${jdk.version}-${fingerprint(host)}`);
  if (existsSync(folder)) return folder;
  const compiler = jdk.hasCompiler ? jdk : all.find(({ hasCompiler }) => hasCompiler);
  if (!compiler)
    throw new Error(
      `Java ${jdk.version} here is without a compiler: install a JDK (\`apt-get install default-jdk-headless\`)`,
    );
  host.say(`preparing Java ${jdk.version} (once) …`);
  // Under another name first: what was interrupted is never taken for a whole one.
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(join(unfinished, "classes"), { recursive: true });
  try {
    await fetchLibraries(host, unfinished);
    await compile(host, compiler, unfinished);
    await archive(jdk, unfinished).catch((error: Error) => {
      host.say(`Java starts slower, without an archive of its classes: ${error.message}`);
    });
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
    // Another server was quicker.
  }
  return folder;
}

/** Another guest or other libraries make another kit. */
function fingerprint(host: RuntimeHost): string {
  const hash = createHash("sha256").update(JSON.stringify(libraries));
  for (const path of sourcesOf(host)) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 12);
}

function sourcesOf(host: RuntimeHost): string[] {
  const folder = join(host.installDir, "runtimes/java/guest/squall/runtime");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".java"))
    .sort()
    .map((name) => join(folder, name));
}

async function compile(host: RuntimeHost, { home }: Jdk, folder: string): Promise<void> {
  const classpath = libraries.map(({ file }) => join(folder, file)).join(":");
  const classes = join(folder, "classes");
  await run(join(home, "bin/javac"), [
    "--release",
    "11",
    "-nowarn",
    "-d",
    classes,
    "-cp",
    classpath,
    ...sourcesOf(host),
  ]);
  const manifest = join(folder, "manifest");
  // Opened: the socket's file descriptor, and the map of the environment's variables.
  const lines = [
    "Main-Class: squall.runtime.Main",
    `Class-Path: ${libraries.map(({ file }) => file).join("\n  ")}`,
    "Add-Opens: java.base/java.io java.base/java.util",
  ];
  writeFileSync(manifest, `${lines.join("\n")}\n`);
  await run(join(home, "bin/jar"), ["cfm", join(folder, "guest.jar"), manifest, "-C", classes, "."]);
  rmSync(classes, { recursive: true });
  rmSync(manifest);
}

/**
 * An archive is good only for the very paths that its classes came from, which are those that functions see. So it is made where the kit
 * is at the same path, in a mount namespace of its own.
 */
async function archive({ home, major }: Jdk, folder: string): Promise<void> {
  if (major < 13) return;
  const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const script = `
    set -e
    exec 9<"$1"
    mount -t tmpfs tmpfs /var
    mkdir -p /var/runtime/lib
    mount --bind /proc/self/fd/9 /var/runtime/lib
    cd /
    exec "$2" -XX:ArchiveClassesAtExit=/var/runtime/lib/${archiveName} -XX:+UseSerialGC -Xlog:disable -jar /var/runtime/lib/guest.jar rehearse`;
  await run(
    "unshare",
    [...user, "--mount", "--propagation", "private", "/bin/sh", "-c", script, "sh", folder, join(home, "bin/java")],
    {
      timeout: 120_000,
    },
  );
}
