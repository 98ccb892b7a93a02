import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemOf } from "../programs.ts";
import {
  hasVariablesOfStart,
  type Interpreter,
  type LaunchPlan,
  libraryPath,
  type RuntimeFamily,
  type RuntimeHost,
  searchPath,
} from "../runtime.ts";
import { installedNodes, installNode } from "./install.ts";
import { SdkPackages, sdkPlace } from "./sdk-packages.ts";

const run = promisify(execFile);

/** Source: "Lambda runtimes", the table of supported runtimes. */
const identifiers = ["nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x", "nodejs26.x"];

/** The scopes whose packages AWS's Node.js runtimes bring, and what those depend on. */
const sdkScopes = ["@aws-sdk", "@smithy", "@aws-crypto", "@aws"];

interface Found {
  readonly executable: string;
  readonly version: string;
}

export function defineNode(host: RuntimeHost): RuntimeFamily {
  let all: Promise<readonly Found[]> | undefined;
  const sdk = sdkVersion(host);
  const packages = new SdkPackages(host);
  return {
    identifiers,
    find: async (identifier) => {
      all ??= findAll(host);
      const nearest = findNearest(identifier, await all);
      if (!nearest) return undefined;
      const exact = majorOf(nearest.version) === wantedMajor(identifier);
      const remedy = exact
        ? undefined
        : `Node ${nearest.version} stands in for it: for the very version, \`squall runtimes install ${identifier}\``;
      return { ...nearest, exact, sdk, remedy } satisfies Interpreter;
    },
    remedy: (identifier) => `\`squall runtimes install ${identifier}\``,
    install: async (identifier) => {
      if (identifier.startsWith("@")) {
        const refusal = await packages.retry(identifier);
        if (refusal !== undefined) throw new Error(`${identifier} cannot be had: ${refusal}`);
        return;
      }
      await installNode(wantedMajor(identifier), host);
      all = undefined;
    },
    bring: (name) => packages.bring(name),
    isPackage: (name) => name.startsWith("@"),
    plan: async (interpreter, memoryMiB) => {
      mkdirSync(packages.folder, { recursive: true });
      return toPlan(interpreter, memoryMiB, host, packages.folder);
    },
    isSized: true,
    needsOwnProcess: (environment) => hasVariablesOfStart(environment, readAtStart),
  };
}

/** NODE_PATH and TZ are obeyed when they are set later. */
const readAtStart = new Set([
  ...["NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "NODE_DEBUG", "NODE_DEBUG_NATIVE", "NODE_ICU_DATA", "NODE_NO_WARNINGS"],
  ...["NODE_PENDING_DEPRECATION", "NODE_USE_ENV_PROXY", "NODE_PRESERVE_SYMLINKS", "NODE_REDIRECT_WARNINGS"],
  ...["NODE_USE_SYSTEM_CA", "NODE_V8_COVERAGE", "NODE_COMPILE_CACHE", "UV_THREADPOOL_SIZE", "UV_USE_IO_URING"],
  ...["OPENSSL_CONF", "SSL_CERT_FILE", "SSL_CERT_DIR"],
]);

async function findAll(host: RuntimeHost): Promise<readonly Found[]> {
  const { platform, arch } = process;
  const packages = ["node", "node22"].map((name) =>
    join(host.installDir, `node_modules/${name}-${platform}-${arch}/bin/node`),
  );
  const onPath = searchPath().map((folder) => join(folder, "node"));
  const paths = [...new Set([...packages, ...installedNodes(host), process.execPath, ...onPath])].filter(existsSync);
  return (await Promise.all(paths.map(ask))).filter((found) => found !== undefined);
}

async function ask(executable: string): Promise<Found | undefined> {
  try {
    const { stdout } = await run(executable, ["--version"], { timeout: 10_000 });
    return { executable, version: stdout.trim().replace(/^v/, "") };
  } catch {
    return undefined;
  }
}

/** The same major version, else the next newer, else the newest. */
function findNearest(identifier: string, all: readonly Found[]): Found | undefined {
  const wanted = wantedMajor(identifier);
  const usable = all
    .filter(({ version }) => majorOf(version) >= 18)
    .sort((a, b) => majorOf(a.version) - majorOf(b.version));
  return usable.find(({ version }) => majorOf(version) >= wanted) ?? usable.at(-1);
}

function toPlan(
  { executable, version }: Interpreter,
  memoryMiB: number,
  host: RuntimeHost,
  brought: string,
): LaunchPlan {
  const ofSystem = executable.startsWith("/usr/") || executable.startsWith("/bin/");
  const inside = ofSystem ? executable : "/var/lang/bin/node";
  return {
    binds: [
      ...(ofSystem ? [] : [[executable, inside] as const]),
      [join(host.installDir, "runtimes/node/guest"), "/var/runtime/squall_runtime"],
      [brought, sdkPlace],
      ...sdkFolders(host).map(
        (name) => [join(host.installDir, "node_modules", name), `/var/runtime/node_modules/${name}`] as const,
      ),
    ],
    system: systemOf(majorOf(version), 18),
    // A function's code is in /var/task: from there Node looks for packages in /var/node_modules too, by require and by import.
    links: [
      ["/var/runtime/node_modules", "/var/node_modules"],
      ...(ofSystem ? [[inside, "/var/lang/bin/node"] as const] : []),
    ],
    launch: {
      kind: "exec",
      command: [inside, ...options(memoryMiB), "/var/runtime/squall_runtime/bootstrap.mjs"],
      environment: {
        LANG: "en_US.UTF-8",
        TZ: ":UTC",
        PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        LD_LIBRARY_PATH: libraryPath,
      },
    },
    waiting: 2,
  };
}

/** Those of AWS's own bootstrap: the heap has its part of the function's memory, whatever the machine has. */
function options(memoryMiB: number): string[] {
  return [
    "--expose-gc",
    "--max-http-header-size=81920",
    `--max-semi-space-size=${Math.floor((memoryMiB * 5) / 100)}`,
    `--max-old-space-size=${Math.floor((memoryMiB * 90) / 100)}`,
  ];
}

function sdkVersion(host: RuntimeHost): string | undefined {
  const description = join(host.installDir, "node_modules/@aws-sdk/client-s3/package.json");
  if (!existsSync(description)) return undefined;
  return `@aws-sdk ${(JSON.parse(readFileSync(description, "utf8")) as { version: string }).version}`;
}

/** The SDK's scopes whole, and each package without a scope that one of theirs needs. */
function sdkFolders(host: RuntimeHost): string[] {
  const folder = (name: string) => join(host.installDir, "node_modules", name);
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    if (wanted.has(name) || !existsSync(join(folder(name), "package.json"))) return;
    wanted.add(name);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder(name), "package.json"), "utf8")) as Description;
    for (const dependency of Object.keys(dependencies)) visit(dependency);
  };
  visit("@aws-sdk/client-s3");
  visit("@aws-sdk/s3-request-presigner");
  visit("@aws-sdk/lib-dynamodb");
  visit("@aws-sdk/client-dynamodb");
  visit("@aws-sdk/client-sqs");
  visit("@aws-sdk/lib-storage");
  visit("@aws-sdk/s3-presigned-post");
  visit("@aws-sdk/credential-providers");
  const scopes = sdkScopes.filter((scope) => existsSync(folder(scope)));
  return [...scopes, ...[...wanted].filter((name) => !scopes.includes(name.split("/")[0]!))];
}

interface Description {
  readonly dependencies?: Readonly<Record<string, string>>;
}

function wantedMajor(identifier: string): number {
  return Number(/\d+/.exec(identifier)?.[0]);
}

function majorOf(version: string): number {
  return Number(version.split(".")[0]);
}
