import { existsSync, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { apt, dnf, installBy } from "../package-managers.ts";
import { systemOf } from "../programs.ts";
import {
  hasVariablesOfStart,
  type LaunchPlan,
  libraryPath,
  mibOfOneProcessor,
  type RuntimeFamily,
  type RuntimeHost,
} from "../runtime.ts";
import { findJdks, type Jdk, oldestMajor } from "./jdks.ts";
import { archiveName, buildKit } from "./kit.ts";

/** Source: "Lambda runtimes", the table of supported runtimes. */
const identifiers = ["java8.al2", "java11", "java17", "java21", "java25"];

export function defineJava(host: RuntimeHost): RuntimeFamily {
  let all: readonly Jdk[] | undefined;
  const jdks = () => {
    all ??= findJdks();
    return all;
  };
  return {
    identifiers,
    find: async (identifier) => {
      const nearest = findNearest(identifier, jdks());
      if (!nearest) return undefined;
      const wanted = wantedMajor(identifier);
      const exact = nearest.major === wanted;
      const remedy = exact
        ? undefined
        : `Java ${nearest.version} stands in for it${wanted < oldestMajor ? "" : `: for the very version, ${remedyOf(identifier)}`}`;
      return { executable: join(nearest.home, "bin/java"), version: nearest.version, exact, sdk: undefined, remedy };
    },
    remedy: remedyOf,
    install: async (identifier) => {
      const major = wantedMajor(identifier);
      if (major < oldestMajor)
        throw new Error(`Squall runs no Java ${major}: Java ${oldestMajor} or later stands in for it`);
      const isThere = async () => {
        all = undefined;
        return jdks().some((jdk) => jdk.major === major);
      };
      const ways = [apt(`openjdk-${major}-jdk-headless`), dnf(`java-${major}-openjdk-devel`)];
      if (!(await isThere())) await installBy(ways, `Java ${major}`, isThere);
    },
    plan: async ({ executable }, memoryMiB) => {
      const jdk = jdks().find(({ home }) => join(home, "bin/java") === executable);
      if (!jdk) throw new Error(`${executable} is not there any more`);
      return toPlan(jdk, await buildKit(host, jdk, jdks()), memoryMiB);
    },
    isSized: true,
    loadsAhead: true,
    needsOwnProcess: (environment) => hasVariablesOfStart(environment, readAtStart),
  };
}

const readAtStart = new Set(["JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"]);

/** The same major version, else the next newer, else the newest: Java runs what was compiled for an older one. */
function findNearest(identifier: string, all: readonly Jdk[]): Jdk | undefined {
  const wanted = wantedMajor(identifier);
  return all.find(({ major }) => major >= wanted) ?? all.at(-1);
}

function remedyOf(identifier: string): string {
  const major = Math.max(wantedMajor(identifier), oldestMajor);
  const [own, other] = [`\`squall runtimes install java${major}\``, `\`sdk install java ${major}-tem\``];
  return `install a JDK (${own} does it by apt or dnf; or ${other})`;
}

function wantedMajor(identifier: string): number {
  return Number(/\d+/.exec(identifier)?.[0]);
}

function toPlan(jdk: Jdk, kit: string, memoryMiB: number): LaunchPlan {
  const ofSystem = jdk.home.startsWith("/usr/");
  const home = ofSystem ? jdk.home : "/var/lang";
  return {
    binds: [
      ...(ofSystem ? [] : [[jdk.home, home] as const]),
      ...settingsFolders(jdk.home).map((folder) => [folder, folder] as const),
      [kit, "/var/runtime/lib"],
    ],
    system: systemOf(jdk.major, 17),
    links: ofSystem ? [[join(home, "bin/java"), "/var/lang/bin/java"]] : [],
    launch: {
      kind: "exec",
      command: [join(home, "bin/java"), ...options(jdk, kit, memoryMiB), "-jar", "/var/runtime/lib/guest.jar"],
      environment: {
        LANG: "en_US.UTF-8",
        TZ: ":UTC",
        PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        LD_LIBRARY_PATH: libraryPath,
      },
      keepsDirectory: true,
    },
    waiting: 3,
  };
}

/** As AWS starts it, and what makes it start fast. A machine need not have the locale that says UTF-8 to Java. */
function options(jdk: Jdk, kit: string, memoryMiB: number): string[] {
  const archive = existsSync(join(kit, archiveName)) ? [`-XX:SharedArchiveFile=/var/runtime/lib/${archiveName}`] : [];
  return [
    `-XX:MaxHeapSize=${Math.floor(memoryMiB * 1024 * 0.85)}k`,
    "-XX:+UseSerialGC",
    `-XX:ActiveProcessorCount=${Math.ceil(memoryMiB / mibOfOneProcessor)}`,
    ...(jdk.major < 25 ? ["-XX:TieredStopAtLevel=1"] : []),
    "-Xshare:auto",
    ...archive,
    // An archive that does not fit is no matter for the function's log.
    ...(jdk.major >= 9 ? ["-Xlog:disable"] : []),
    "-XX:-UsePerfData",
    ...["file.encoding", "sun.jnu.encoding", "stdout.encoding", "stderr.encoding"].map((name) => `-D${name}=UTF-8`),
  ];
}

/** Debian keeps a JDK's settings in /etc, behind links. What is in /etc/ssl functions see anyway. */
function settingsFolders(home: string): string[] {
  const found = new Set<string>();
  for (const folder of ["conf", "conf/security", "lib", "lib/security"]) {
    const path = join(home, folder);
    if (!existsSync(path)) continue;
    for (const name of readdirSync(path)) {
      const link = join(path, name);
      const target = lstatSync(link).isSymbolicLink() ? readlinkSync(link) : "";
      const top = /^\/etc\/[^/]+/.exec(target)?.[0];
      if (top && top !== "/etc/ssl" && dirname(target) !== "/etc" && existsSync(top)) found.add(top);
    }
  }
  return [...found];
}
