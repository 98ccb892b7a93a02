import { existsSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { apt, dnf, installBy, type Way } from "../package-managers.ts";
import { systemOf } from "../programs.ts";
import { type Interpreter, type LaunchPlan, libraryPath, type RuntimeFamily, type RuntimeHost } from "../runtime.ts";
import { ask, candidates, findNearest, hasGoodSdk, type Probe, packages } from "./interpreters.ts";
import { findBorrowed, installSdk, type Sdk, sdkFolder } from "./sdk.ts";

/** Source: "Lambda runtimes", the table of supported runtimes. */
const identifiers = ["python3.8", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14"];

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

  const borrow = async ({ version }: Probe): Promise<Probe | undefined> => {
    const others = await Promise.all(
      candidates()
        .filter(({ minor }) => minor >= 9)
        .map(({ executable }) => probe(executable)),
    );
    return findBorrowed(
      minorOf(version),
      others.filter((other) => other !== undefined),
    );
  };

  const describeSdk = async (known: Probe): Promise<string | undefined> => {
    if (hasGoodSdk(known)) return `boto3 ${known.boto3}`;
    if (existsSync(sdkFolder(known, host))) return "boto3 (installed by Squall)";
    const lender = await borrow(known);
    return lender && `boto3 ${lender.boto3} (of Python ${lender.version})`;
  };

  const sdkOf = async (known: Probe): Promise<Sdk> => {
    if (hasGoodSdk(known)) return known;
    const lender = existsSync(sdkFolder(known, host)) ? undefined : await borrow(known);
    return lender ?? installSdk(known, host);
  };

  return {
    identifiers,
    find: async (identifier) => {
      const nearest = await findOnce(identifier);
      if (!nearest) return undefined;
      const sdk = await describeSdk(nearest.probe);
      return toInterpreter(nearest.probe, nearest.exact, identifier, sdk);
    },
    remedy: (identifier) =>
      `install Python ${wanted(identifier)} (\`squall runtimes install ${identifier}\` does it by uv, pyenv, apt, dnf or brew)`,
    install: async (identifier) => {
      const isThere = async () => {
        probes.clear();
        found.clear();
        return (await findOnce(identifier))?.exact ?? false;
      };
      if (!(await isThere())) await installBy(waysTo(identifier), `Python ${wanted(identifier)}`, isThere);
    },
    plan: async (interpreter) => {
      const known = await probe(interpreter.executable);
      if (!known) throw new Error(`${interpreter.executable} does not run any more`);
      return toPlan(known, await sdkOf(known), host);
    },
    // A fork executes the interpreter anew by itself where it must.
    needsOwnProcess: () => false,
    forksSnapshots: true,
  };
}

/** Managers of the user's own versions first: they change nothing for others. */
function waysTo(identifier: string): Way[] {
  const version = wanted(identifier);
  return [
    { program: "uv", runs: [["uv", "python", "install", version]] },
    { program: "pyenv", runs: [["pyenv", "install", "--skip-existing", version]] },
    apt(`python${version}`),
    dnf(`python${version}`),
    { program: "brew", runs: [["brew", "install", `python@${version}`]] },
  ];
}

/** `3.12` */
function wanted(identifier: string): string {
  return identifier.slice("python".length);
}

function toInterpreter(probe: Probe, exact: boolean, identifier: string, sdk: string | undefined): Interpreter {
  const install = `\`squall runtimes install ${identifier}\``;
  const remedies = [
    ...(exact ? [] : [`Python ${probe.version} stands in for it: for the very version, ${install}`]),
    ...(sdk ? [] : ["boto3 is installed at the first use"]),
  ];
  return { executable: probe.executable, version: probe.version, exact, sdk, remedy: remedies.join("; ") || undefined };
}

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

function toPlan(probe: Probe, { packages: found, metadata }: Sdk, host: RuntimeHost): LaunchPlan {
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
      ...["bootstrap.py", "snapshot_restore_py.py"].map(
        (name) => [join(host.installDir, "runtimes/python/guest", name), `/var/runtime/${name}`] as const,
      ),
      [join(host.installDir, "runtimes/sandbox"), "/var/runtime/squall_sandbox"],
      ...sdk,
      ...metadata.map((path) => [path, `/var/runtime/${basename(path)}`] as const),
    ],
    system: systemOf(minorOf(probe.version), 11),
    links: ofSystem ? namesOf(probe).map((name) => [inside, `/var/lang/bin/${name}`] as const) : [],
    launch: {
      kind: "zygote",
      // Isolated and without `site`: only the standard library and what is in /var/runtime are found, as on AWS.
      command: [inside, "-I", "-S", "-B", "/var/runtime/squall_runtime/start.py"],
      environment: {
        LC_CTYPE: "C.UTF-8",
        HOME: "/home/sbx_user1051",
        PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        LD_LIBRARY_PATH: libraryPath,
      },
    },
    waiting: 2,
  };
}

/** By which programs call it: `python3`, `python3.11`. */
function namesOf({ version }: Probe): string[] {
  return ["python3", `python3.${minorOf(version)}`];
}
