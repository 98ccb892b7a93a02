import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildOnce, readAll, run } from "../support/build.ts";

export const deployDirectory = fileURLToPath(new URL("../../deploy", import.meta.url));
export const valuesDirectory = fileURLToPath(new URL("values", import.meta.url));

/** What a key, list or text of a document is. */
// biome-ignore lint/suspicious/noExplicitAny: documents of any kind, whose shape the schemas check.
export type Document = any;

/** The modules whose files are read here, with what their makers publish: Kubernetes' API, CloudNativePG's own kinds. */
export const modules = {
  kubernetes: "k8s.io/kubernetes@v1.34.2",
  cloudNativePg: "github.com/cloudnative-pg/cloudnative-pg@v1.25.1",
} as const;

/** Why nothing can be rendered; false if all is there. */
export function skipWithoutGo(): string | false {
  if (process.env.SQUALL_TEST_NO_SKIP) return false;
  if (spawnSync("go", ["version"]).status !== 0) return "Go is not installed";
  const missing = Object.values(modules).find((name) => findModule(name) === undefined);
  return missing === undefined ? false : `Go's ${missing} could not be had`;
}

/** The folder of a Go module, which is fetched if it is not there. */
export function moduleDirectory(name: string): string {
  return findModule(name) ?? fail(`Go's ${name} could not be had`);
}

/** The manifests of the chart with the values of the files, as Kubernetes is sent them. Throws what Helm says. */
export function renderChart(...valueFiles: readonly string[]): Document[] {
  return render("chart", join(deployDirectory, "helm/squall"), ...valueFiles);
}

export function readYaml(path: string): Document[] {
  return render("yaml", path);
}

/** The project, checked against Compose's schema, with its variables put in. Throws what Compose says. */
export function readCompose(path: string, environment: Readonly<Record<string, string>>): Document {
  return execute(["compose", path], environment);
}

function render(...args: readonly string[]): Document[] {
  return execute(args, {});
}

function execute(args: readonly string[], environment: Readonly<Record<string, string>>): Document {
  const source = fileURLToPath(new URL("render", import.meta.url));
  const folder = buildOnce("render", readAll(source), (into) => {
    const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" };
    run("go", ["build", "-trimpath", "-ldflags", "-s -w", "-o", join(into, "render"), "."], { cwd: source, env });
  });
  const { stdout, stderr, status } = spawnSync(join(folder, "render"), args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr.trim());
  return JSON.parse(stdout);
}

const longestFetchMs = 300_000;

function findModule(name: string): string | undefined {
  try {
    const said = execFileSync("go", ["mod", "download", "-json", name], {
      cwd: "/",
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: longestFetchMs,
    });
    return (JSON.parse(said) as { Dir: string }).Dir;
  } catch {
    return undefined;
  }
}

export function readModuleFile(module: string, path: string): Document {
  return JSON.parse(readFileSync(join(moduleDirectory(module), path), "utf8"));
}

function fail(message: string): never {
  throw new Error(message);
}
