import { existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { searchPath } from "../runtime.ts";

/** An installation of .NET, and one of the versions of its runtime. */
export interface Dotnet {
  /** The folder that holds `dotnet`. */
  readonly root: string;
  /** `8.0.11` */
  readonly version: string;
  readonly major: number;
  /** Whether it can compile. */
  readonly hasSdk: boolean;
}

/** Before it no runtime of AWS's is left. */
const oldestMajor = 8;

/** All of this machine, or of DOTNET_ROOT alone, oldest first. None is started: folders say what there is. */
export function findDotnets(): Dotnet[] {
  const chosen = process.env.DOTNET_ROOT;
  const roots = chosen ? [chosen] : usualRoots();
  const known = roots.filter((root) => existsSync(join(root, "dotnet"))).map((root) => realpathSync(root));
  return [...new Set(known)].flatMap(read).sort(compare);
}

function usualRoots(): string[] {
  return [
    ...searchPath().map((folder) => rootOf(join(folder, "dotnet"))),
    ...["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", join(homedir(), ".dotnet")],
  ];
}

function read(root: string): Dotnet[] {
  const hasSdk = foldersIn(join(root, "sdk")).length > 0;
  return foldersIn(join(root, "shared/Microsoft.NETCore.App"))
    .map((version) => ({ root, version, major: Number(version.split(".")[0]), hasSdk }))
    .filter(({ major }) => major >= oldestMajor);
}

/** Of the same version the one with an SDK comes last, so that it is found when the newest is asked for. */
function compare(a: Dotnet, b: Dotnet): number {
  return a.version.localeCompare(b.version, undefined, { numeric: true }) || Number(a.hasSdk) - Number(b.hasSdk);
}

function rootOf(executable: string): string {
  return existsSync(executable) ? dirname(realpathSync(executable)) : "";
}

function foldersIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path) : [];
}
