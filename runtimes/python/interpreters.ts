import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { searchPath } from "../runtime.ts";

const run = promisify(execFile);

/** boto3 and what it needs: the only packages beside the standard library that a function sees, as on AWS. */
export const packages = ["boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"];

/** What an interpreter tells of itself. */
export interface Probe {
  readonly executable: string;
  readonly prefix: string;
  readonly version: string;
  readonly boto3: string | null;
  /** The oldest Python 3 that its boto3 runs on: 9 is 3.9. */
  readonly boto3NeedsMinor: number;
  /** Package → its folder or file. */
  readonly packages: Readonly<Record<string, string>>;
  /** What `importlib.metadata` reads of them: folders. */
  readonly metadata: readonly string[];
}

const probeProgram = `
import importlib.util, importlib.metadata, json, os, re, sys
found = {}
for name in ${JSON.stringify(packages)}:
    spec = importlib.util.find_spec(name)
    if spec and spec.origin:
        found[name] = os.path.dirname(spec.origin) if spec.submodule_search_locations else spec.origin
metadata = []
for name in found:
    try:
        path = getattr(importlib.metadata.distribution({"dateutil": "python-dateutil"}.get(name, name)), "_path", None)
        if path and os.path.isdir(path):
            metadata.append(str(path))
    except importlib.metadata.PackageNotFoundError:
        pass
try:
    boto3 = importlib.metadata.version("boto3")
    needs = re.search(r"3\\.(\\d+)", importlib.metadata.metadata("boto3")["Requires-Python"] or "")
except importlib.metadata.PackageNotFoundError:
    boto3 = needs = None
executable = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
print(json.dumps({"executable": executable, "prefix": os.path.realpath(sys.base_prefix),
    "version": "%d.%d.%d" % sys.version_info[:3], "boto3": boto3, "boto3NeedsMinor": int(needs.group(1)) if needs else 99, "packages": found, "metadata": metadata}))
`;

/** Any Python that can run the agent. */
export function findAgentPython(): string | undefined {
  const system = ["/usr/bin/python3", "/usr/local/bin/python3"].find(existsSync);
  return system ?? candidates().map(({ executable }) => executable)[0];
}

export interface Candidate {
  readonly executable: string;
  readonly minor: number;
}

/** By name only: nothing is run. Version managers' shims are scripts that cost 100 ms, so their real interpreters are taken. */
export function candidates(): Candidate[] {
  const found: Candidate[] = [];
  for (const folder of [...pyenvFolders(), ...uvFolders(), ...searchPath()]) {
    if (folder.endsWith("/shims") || !existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      const minor = /^python3\.(\d+)$/.exec(name)?.[1];
      if (minor) found.push({ executable: join(folder, name), minor: Number(minor) });
    }
  }
  return found;
}

function pyenvFolders(): string[] {
  const root = process.env.PYENV_ROOT ?? join(homedir(), ".pyenv");
  const versions = join(root, "versions");
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .sort()
    .reverse()
    .map((version) => join(versions, version, "bin"));
}

/** `cpython-3.12.9-linux-x86_64-gnu`, and links without the last number to them. */
function uvFolders(): string[] {
  const data = process.env.XDG_DATA_HOME ?? join(homedir(), ".local/share");
  const root = process.env.UV_PYTHON_INSTALL_DIR ?? join(data, "uv/python");
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => /^cpython-3\.\d+\.\d+-/.test(name))
    .sort()
    .reverse()
    .map((name) => join(root, name, "bin"));
}

/** The same version with a usable boto3, else the same version, else the next newer, else the next older one. */
export async function findNearest(
  identifier: string,
  probe: (executable: string) => Promise<Probe | undefined>,
): Promise<{ probe: Probe; exact: boolean } | undefined> {
  const wanted = Number(identifier.slice("python3.".length));
  const all = candidates().filter(({ minor }) => minor >= 9);
  const distance = ({ minor }: Candidate) => (minor >= wanted ? minor - wanted : 100 + wanted - minor);
  for (const nearest of [...new Set(all.map(distance))].sort((a, b) => a - b)) {
    const same = all.filter((candidate) => distance(candidate) === nearest);
    const answers = (await Promise.all(same.map(({ executable }) => probe(executable)))).filter(
      (answer) => answer !== undefined,
    );
    const best = answers.find(hasGoodSdk) ?? answers[0];
    if (best) return { probe: best, exact: nearest === 0 };
  }
  return undefined;
}

export async function ask(executable: string): Promise<Probe | undefined> {
  try {
    const { stdout } = await run(executable, ["-E", "-B", "-c", probeProgram], { cwd: "/", timeout: 20_000 });
    return JSON.parse(stdout) as Probe;
  } catch {
    return undefined;
  }
}

/** From this one on, boto3 honours AWS_ENDPOINT_URL. */
const leastBoto3 = [1, 28];

export function hasGoodSdk({ boto3, packages: found }: Probe): boolean {
  if (!boto3 || packages.some((name) => !found[name])) return false;
  const [major = 0, minor = 0] = boto3.split(".").map(Number);
  return major > leastBoto3[0]! || (major === leastBoto3[0] && minor >= leastBoto3[1]!);
}
