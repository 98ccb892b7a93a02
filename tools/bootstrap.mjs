// What a fresh machine lacks, brought in order: npm's packages (Node 24 among them), then the build. Plain JavaScript for any
// Node >= 20, with nothing but Node's own modules: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

/** Installs what package-lock.json names, unless exactly that is installed already. */
export async function ensureInstalled() {
  const stamp = `${root}node_modules/.squall-installed`;
  const wanted = createHash("sha256")
    .update(readFileSync(`${root}package-lock.json`))
    .digest("hex");
  if (read(stamp) === wanted) return;
  say("installing packages (once, about a minute) …");
  bring("npm", ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(stamp, wanted);
}

/** Builds the server (dist/) and the console (console/dist/), each unless it was built from just these sources. */
export async function ensureBuilt() {
  buildIfStale("dist", "building Squall …", "tools/build.ts", [
    "src",
    "runtimes",
    "package-lock.json",
    "tsconfig.json",
    "tools",
  ]);
  buildIfStale("console/dist", "building the console …", "tools/build-console.ts", [
    "console/src",
    "console/index.html",
    "console/vite.config.ts",
    "console/package.json",
    "package-lock.json",
    "tools/build-console.ts",
  ]);
}

function buildIfStale(output, message, script, sources) {
  const stamp = `${root}${output}/.built-from`;
  const wanted = digestOf(sources);
  if (read(stamp) === wanted) return;
  say(message);
  bring(node24(), ["--disable-warning=ExperimentalWarning", `${root}${script}`]);
  mkdirSync(`${root}${output}`, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The Node 24 that npm brought, or this one where it is new enough. */
export function node24() {
  const { platform, arch } = process;
  for (const name of [`node-${platform}-${arch}`, `node-bin-${platform}-${arch}`]) {
    const path = `${root}node_modules/${name}/bin/node`;
    if (existsSync(path)) return path;
  }
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  say(`Squall needs Node 24 or newer, and npm has none for ${platform}-${arch}: install it and run this again.`);
  process.exit(1);
}

/** Brings something: whatever is said meanwhile is no answer of this process, and goes to standard error. */
function bring(command, args) {
  run(command, args, process.env, 2);
}

/** Runs a command to its end; a failure ends this process with its code. */
export function run(command, args, env, output) {
  const status = attempt(command, args, env, output);
  if (status !== 0) process.exit(status);
}

/** Runs a command to its end, and gives its exit code. */
export function attempt(command, args, env = process.env, output = "inherit") {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", output, "inherit"], env });
  if (error) say(`could not run ${command}: ${error.message}`);
  return status ?? 1;
}

export function say(text) {
  process.stderr.write(`squall: ${text}\n`);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Names, sizes and times of the files a build reads: quick enough for every start. */
function digestOf(paths) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const found = statSync(`${root}${path}`, { throwIfNoEntry: false });
    if (!found) return;
    if (!found.isDirectory()) hash.update(`${path} ${found.size} ${found.mtimeMs}\n`);
    else for (const name of readdirSync(`${root}${path}`).sort()) if (!made.has(name)) visit(`${path}/${name}`);
  };
  for (const path of paths) visit(path);
  return hash.digest("hex");
}

/** Folders that builds and runs make among the sources. */
const made = new Set(["generated", "__pycache__", "node_modules"]);
