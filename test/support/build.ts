import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { zip } from "./zip.ts";

/** Why a test that needs the command is left out; false if it is there, or nothing may be left out. */
export function skipWithout(command: string, ...args: string[]): string | false {
  if (process.env.SQUALL_TEST_NO_SKIP || spawnSync(command, args).status === 0) return false;
  return `${command} is not installed`;
}

/** Kept from one run of the tests to the next; a name stands for what has made the folder's content. */
export function buildOnce(name: string, sources: readonly string[], build: (into: string) => void): string {
  const hash = createHash("sha256");
  for (const source of sources) hash.update(source).update("\0");
  const folder = join(tmpdir(), "squall-test-cache", `${name}-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    build(unfinished);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** The program in Go of a folder, as its users build it. Gives the folder that holds `bootstrap`. */
export function buildGo(source: string): string {
  return buildOnce("go", readAll(source), (into) => {
    const args = ["build", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", join(into, "bootstrap"), "."];
    run("go", args, { cwd: source, env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" } });
  });
}

/** Names and texts of all files of a folder. */
export function readAll(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((path) => [path.slice(folder.length), readFileSync(path, "latin1")]);
}

/** A deployment package of a whole folder, with the files' modes. */
export function zipFolder(folder: string): Buffer {
  const files: Record<string, { content: Buffer; mode: number }> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = { content: readFileSync(path), mode: 0o100755 };
  }
  return zip(files);
}

/** A registry that does not answer is told by the test that needs it, not by all of them waiting. */
const longestBuildMs = 600_000;

/** Fails with what the command said. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv },
): void {
  try {
    execFileSync(command, args, { ...options, stdio: "pipe", maxBuffer: 64 * 1024 * 1024, timeout: longestBuildMs });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    throw new Error(`${command} ${args.join(" ")}: ${(error as Error).message}\n${stdout ?? ""}${stderr ?? ""}`);
  }
}

/** A jar that Maven finds, by `group:artifact:version`. */
export function fetchJar(coordinates: string): string {
  const [, artifact, version] = coordinates.split(":");
  const file = `${artifact}-${version}.jar`;
  const folder = buildOnce("jar", [coordinates], (into) => {
    run("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${coordinates}`, `-DoutputDirectory=${into}`], {});
  });
  return join(folder, file);
}

/** The classes of a folder of Java sources, as a deployment package has them, with jars beside them in `lib`. */
export function buildJava(source: string, jars: readonly string[], bundled: readonly string[] = []): string {
  return buildOnce("java", [...readAll(source), ...jars, ...bundled], (into) => {
    const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".java"));
    const paths = files.map((name) => join(source, name));
    run("javac", ["--release", "17", "-d", into, "-cp", [...jars, ...bundled].join(":"), ...paths], {});
    if (bundled.length > 0) mkdirSync(join(into, "lib"));
    for (const jar of bundled) copyFileSync(jar, join(into, "lib", basename(jar)));
  });
}
