import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { searchPath } from "../runtime.ts";

export interface Jdk {
  readonly home: string;
  /** `17.0.15` */
  readonly version: string;
  readonly major: number;
  /** Whether it can compile. */
  readonly hasCompiler: boolean;
}

/** Before it Java knows nothing of modules, and its guest would be another program. It runs what was compiled for Java 8. */
export const oldestMajor = 11;

/** All of this machine, oldest first. None is started: each says in a file what it is. */
export function findJdks(): Jdk[] {
  const homes = [
    process.env.JAVA_HOME ?? "",
    ...searchPath().map((folder) => homeOf(join(folder, "java"))),
    ...foldersIn("/usr/lib/jvm"),
    ...foldersIn("/opt"),
    ...foldersIn(join(homedir(), ".sdkman/candidates/java")),
    ...foldersIn(join(homedir(), ".jdks")),
  ];
  const found = new Map<string, Jdk>();
  for (const home of homes) {
    const jdk = home ? read(home) : undefined;
    if (jdk) found.set(jdk.home, jdk);
  }
  return [...found.values()].sort((a, b) => a.major - b.major || Number(a.hasCompiler) - Number(b.hasCompiler));
}

function read(path: string): Jdk | undefined {
  if (!existsSync(join(path, "bin/java")) || !existsSync(join(path, "release"))) return undefined;
  const home = realpathSync(path);
  const version = /^JAVA_VERSION="([^"]+)"/m.exec(readFileSync(join(home, "release"), "utf8"))?.[1];
  // Debian leaves the description of a JDK that it has removed.
  if (!version || !existsSync(join(home, "lib/server/libjvm.so"))) return undefined;
  const [first, second] = version.split(/[._]/).map(Number);
  const major = first === 1 ? second! : first!;
  return major >= oldestMajor ? { home, version, major, hasCompiler: existsSync(join(home, "bin/javac")) } : undefined;
}

function homeOf(executable: string): string {
  return existsSync(executable) ? dirname(dirname(realpathSync(executable))) : "";
}

function foldersIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
}
