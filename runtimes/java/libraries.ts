import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RuntimeHost } from "../runtime.ts";

const run = promisify(execFile);

export interface Library {
  readonly file: string;
  readonly artifact: string;
  readonly version: string;
  readonly sha256: string;
}

const define = (artifact: string, version: string, sha256: string): Library => ({
  file: `${artifact}-${version}.jar`,
  artifact,
  version,
  sha256,
});

/** Of `com.amazonaws`, Apache-2.0: what AWS's own Java runtimes are made of. */
export const libraries: readonly Library[] = [
  define(
    "aws-lambda-java-runtime-interface-client",
    "2.10.1",
    "b0dd01f45b7258da0e32ade0bff950b12d0cf279ccebf416ad8c3795af21f1db",
  ),
  define("aws-lambda-java-core", "1.4.0", "575c24393cc1ad645e83e618956eabd89ffe8cc09efae2cb62bc6589154d68ed"),
  define("aws-lambda-java-serialization", "1.4.1", "0ab04580117a1a326c7abea912331c77bec1292ce0c22285eb2d40563145dd9b"),
];

/** By Maven, which knows the machine's mirrors and proxies; once for all JDKs. */
export async function fetchLibraries(host: RuntimeHost, into: string): Promise<void> {
  const folder = join(host.cacheDir, "java-libraries");
  mkdirSync(folder, { recursive: true });
  for (const library of libraries) {
    const kept = join(folder, library.file);
    if (!existsSync(kept)) await fetchLibrary(library, folder);
    copyFileSync(kept, join(into, library.file));
  }
}

async function fetchLibrary(library: Library, folder: string): Promise<void> {
  const { artifact, version, file, sha256 } = library;
  const bytes = await byMaven(library, folder);
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw new Error(`what Maven gave for com.amazonaws:${artifact}:${version} is not what it was`);
  }
  const unfinished = join(folder, `${file}.${process.pid}`);
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, join(folder, file));
}

async function byMaven({ artifact, version, file }: Library, folder: string): Promise<Buffer> {
  const into = join(folder, `maven.${process.pid}`);
  try {
    const coordinates = `-Dartifact=com.amazonaws:${artifact}:${version}`;
    await run("mvn", ["-q", "-B", "dependency:copy", coordinates, `-DoutputDirectory=${into}`], { timeout: 300_000 });
    return readFileSync(join(into, file));
  } catch {
    throw new Error(
      `Java functions need com.amazonaws:${artifact}:${version} once, and \`mvn\` could not fetch it: install Maven (apt-get install maven) and try again`,
    );
  }
}
