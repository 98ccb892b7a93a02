import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import {
  type Interpreter,
  type LaunchPlan,
  libraryPath,
  type RuntimeFamily,
  type RuntimeHost,
  searchPath,
} from "../runtime.ts";

const run = promisify(execFile);

/** Source: "Lambda runtimes", the table of supported runtimes. */
const identifiers = ["python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14"];

/** boto3 and what it needs: the only packages beside the standard library that a function sees, as on AWS. */
const packages = ["boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"];

/** From this one on, boto3 honours AWS_ENDPOINT_URL. */
const leastBoto3 = [1, 28];

/** What an interpreter tells of itself. */
interface Probe {
  readonly executable: string;
  readonly prefix: string;
  readonly version: string;
  readonly boto3: string | null;
  /** Package → its folder or file. */
  readonly packages: Readonly<Record<string, string>>;
}

const probeProgram = `
import importlib.util, importlib.metadata, json, os, sys
found = {}
for name in ${JSON.stringify(packages)}:
    spec = importlib.util.find_spec(name)
    if spec and spec.origin:
        found[name] = os.path.dirname(spec.origin) if spec.submodule_search_locations else spec.origin
try:
    boto3 = importlib.metadata.version("boto3")
except importlib.metadata.PackageNotFoundError:
    boto3 = None
executable = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
print(json.dumps({"executable": executable, "prefix": os.path.realpath(sys.base_prefix),
    "version": "%d.%d.%d" % sys.version_info[:3], "boto3": boto3, "packages": found}))
`;

export function definePython(host: RuntimeHost): RuntimeFamily {
  const probes = new Map<string, Promise<Probe | undefined>>();
  const found = new Map<string, Promise<{ probe: Probe; exact: boolean } | undefined>>();

  const probe = (executable: string): Promise<Probe | undefined> => {
    const known = probes.get(executable) ?? ask(executable);
    probes.set(executable, known);
    return known;
  };

  const findOnce = (identifier: string) => {
    const known = found.get(identifier) ?? findNearest(identifier, probe);
    found.set(identifier, known);
    return known;
  };

  return {
    identifiers,
    find: async (identifier) => {
      const nearest = await findOnce(identifier);
      return nearest && toInterpreter(nearest.probe, nearest.exact, identifier, host);
    },
    remedy: (identifier) => {
      const version = identifier.slice("python".length);
      return `install Python ${version} (\`apt-get install python${version}\`, or \`pyenv install ${version}\`)`;
    },
    plan: async (interpreter) => {
      const known = await probe(interpreter.executable);
      if (!known) throw new Error(`${interpreter.executable} does not run any more`);
      return toPlan(known, hasGoodSdk(known) ? known.packages : await installSdk(known, host), host);
    },
    // A fork executes the interpreter anew by itself where it must.
    needsOwnProcess: () => false,
  };
}

/** Any Python that can run the agent. */
export function findAgentPython(): string | undefined {
  const system = ["/usr/bin/python3", "/usr/local/bin/python3"].find(existsSync);
  return system ?? candidates().map(({ executable }) => executable)[0];
}

interface Candidate {
  readonly executable: string;
  readonly minor: number;
}

/** By name only: nothing is run. Version managers' shims are scripts that cost 100 ms, so their real interpreters are taken. */
function candidates(): Candidate[] {
  const found: Candidate[] = [];
  for (const folder of [...pyenvFolders(), ...searchPath()]) {
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

/** The same version with a usable boto3, else the same version, else the next newer, else the next older one. */
async function findNearest(
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

async function ask(executable: string): Promise<Probe | undefined> {
  try {
    const { stdout } = await run(executable, ["-E", "-B", "-c", probeProgram], { cwd: "/", timeout: 20_000 });
    return JSON.parse(stdout) as Probe;
  } catch {
    return undefined;
  }
}

function hasGoodSdk({ boto3, packages: found }: Probe): boolean {
  if (!boto3 || packages.some((name) => !found[name])) return false;
  const [major = 0, minor = 0] = boto3.split(".").map(Number);
  return major > leastBoto3[0]! || (major === leastBoto3[0] && minor >= leastBoto3[1]!);
}

function toInterpreter(probe: Probe, exact: boolean, identifier: string, host: RuntimeHost): Interpreter {
  const installed = existsSync(sdkFolder(probe, host));
  const sdk = hasGoodSdk(probe) ? `boto3 ${probe.boto3}` : installed ? "boto3 (installed by Squall)" : undefined;
  const remedies = [
    ...(exact
      ? []
      : [
          `Python ${probe.version} stands in for it: for the very version, ${`pyenv install ${identifier.slice("python".length)}`}`,
        ]),
    ...(sdk ? [] : ["boto3 is installed at the first use"]),
  ];
  return { executable: probe.executable, version: probe.version, exact, sdk, remedy: remedies.join("; ") || undefined };
}

function toPlan(probe: Probe, found: Readonly<Record<string, string>>, host: RuntimeHost): LaunchPlan {
  const ofSystem = probe.prefix === "/usr" || probe.prefix.startsWith("/usr/");
  const inside = ofSystem ? probe.executable : join("/var/lang", relative(probe.prefix, probe.executable));
  const sdk = packages.flatMap((name) => {
    const path = found[name];
    return path ? [[path, `/var/runtime/${path.endsWith(".py") ? `${name}.py` : name}`] as const] : [];
  });
  return {
    binds: [
      ...(ofSystem ? [] : [[probe.prefix, "/var/lang"] as const]),
      [join(host.installDir, "runtimes/python/guest/squall_runtime"), "/var/runtime/squall_runtime"],
      [join(host.installDir, "runtimes/sandbox"), "/var/runtime/squall_sandbox"],
      ...sdk,
    ],
    launch: {
      kind: "zygote",
      // Isolated and without `site`: only the standard library and what is in /var/runtime are found, as on AWS.
      command: [inside, "-I", "-S", "-B", "/var/runtime/squall_runtime/start.py"],
      environment: {
        LC_CTYPE: "C.UTF-8",
        HOME: "/home/sbx_user1051",
        PATH: "/var/lang/bin:/usr/local/bin:/usr/bin:/bin",
        LD_LIBRARY_PATH: libraryPath,
      },
    },
    waiting: 2,
  };
}

function sdkFolder(probe: Probe, host: RuntimeHost): string {
  return join(host.cacheDir, `python${probe.version.split(".").slice(0, 2).join(".")}-boto3`);
}

/** Installs boto3 for an interpreter that has none, or one too old to honour AWS_ENDPOINT_URL. */
async function installSdk(probe: Probe, host: RuntimeHost): Promise<Readonly<Record<string, string>>> {
  const folder = sdkFolder(probe, host);
  if (!existsSync(folder)) {
    host.say(`installing boto3 for Python ${probe.version} (once) …`);
    mkdirSync(host.cacheDir, { recursive: true });
    // Under another name first: an installation that was interrupted is never taken for a whole one.
    const unfinished = `${folder}.${process.pid}`;
    const options = ["--quiet", "--disable-pip-version-check", "--no-compile", "--target", unfinished];
    try {
      await run(probe.executable, ["-m", "pip", "install", ...options, "boto3"], { timeout: 300_000 });
      renameSync(unfinished, folder);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      const said = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1) ?? String(error);
      throw new Error(`boto3 could not be installed (${said}); type: ${probe.executable} -m pip install boto3`);
    }
  }
  const path = (name: string) => (existsSync(join(folder, name)) ? join(folder, name) : join(folder, `${name}.py`));
  return Object.fromEntries(packages.map((name) => [name, realpathSync(path(name))]));
}
