import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentSpec } from "../sandbox.ts";

/**
 * Without mounts code and layers are where they are on the host: LAMBDA_TASK_ROOT and _SQUALL_LAYERS say it, and the variables by which
 * programs find what is theirs name those folders instead of /var/task and /opt.
 */
export function toUnisolatedSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const { codeDir, optDir } = spec;
  const environment: Record<string, string> = { ...spec.environment, LAMBDA_TASK_ROOT: codeDir };
  if (optDir !== undefined) environment._SQUALL_LAYERS = optDir;
  for (const name of pathVariables) {
    const value = environment[name];
    if (value !== undefined) environment[name] = toHostPaths(value, spec, (path) => existsSync(path));
  }
  // Processes that wait have the usual one: without libraries to be found it stays as it is, so that they can be taken.
  const { LD_LIBRARY_PATH: libraries } = environment;
  if (libraries !== undefined) environment.LD_LIBRARY_PATH = toHostPaths(libraries, spec, holdsLibraries);
  return { ...spec, environment };
}

const pathVariables = [
  ...["PATH", "PYTHONPATH", "NODE_PATH", "GEM_PATH", "RUBYLIB", "CLASSPATH"],
  ...["AWS_LAMBDA_EXEC_WRAPPER", "LD_PRELOAD"],
];

/** Of what is there: what is not might be meant for the host. */
function toHostPaths(value: string, spec: EnvironmentSpec, isThere: (path: string) => boolean): string {
  const paths = value.split(":").map((path) => {
    const onHost = toHostPath(path, spec);
    return onHost !== undefined && isThere(onHost) ? onHost : path;
  });
  return paths.join(":");
}

function toHostPath(path: string, { codeDir, optDir }: EnvironmentSpec): string | undefined {
  if (path === "/var/task" || path.startsWith("/var/task/")) return join(codeDir, path.slice("/var/task".length));
  if (optDir !== undefined && (path === "/opt" || path.startsWith("/opt/"))) {
    return join(optDir, path.slice("/opt".length));
  }
  return undefined;
}

function holdsLibraries(folder: string): boolean {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder && readdirSync(folder).some((name) => /\.so(\.|$)/.test(name));
}
