import { createHash } from "node:crypto";
import { constants, existsSync, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { chmod, copyFile, link, mkdir, readdir, rename, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type AmazonLinux, awsPrograms, isOfLanguage } from "../../../runtimes/programs.ts";
import type { LaunchPlan } from "../../../runtimes/runtime.ts";
import type { Clock } from "../../platform/clock.ts";

/** Whose programs functions find: those that AWS's runtimes have, as far as the host has them, or all of the host's. */
export type FunctionRoot = "aws" | "host";

/** What a folder of programs is made of. */
interface Contents {
  /** Folder inside → name → the program on the host. */
  readonly copies: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Path inside → what the link says. */
  readonly links: ReadonlyMap<string, string>;
  /** Path inside → the program on the host: those that are shown as they are, not copied. */
  readonly shown: ReadonlyMap<string, string>;
}

/**
 * Puts AWS's programs in the place of the host's: a folder with copies of them, made once for all servers and mounted over each of the host's folders. A mount for each
 * program would cost every environment its part. Libraries, and what lies elsewhere, stay.
 */
export class FunctionPrograms {
  readonly #cacheDir: string;
  readonly #clock: Clock;
  readonly #making = new Map<string, Promise<string>>();

  constructor(cacheDir: string, clock: Clock) {
    this.#cacheDir = join(cacheDir, "programs");
    this.#clock = clock;
  }

  /** The mounts by which functions find AWS's programs and the plan's own. */
  async binds(plan: LaunchPlan): Promise<LaunchPlan["binds"]> {
    const contents = toContents(plan);
    const folder = await this.#folder(contents);
    return [
      ...[...contents.copies.keys()].map((inside) => [join(folder, inside), inside] as const),
      ...[...contents.shown].map(([path, source]) => [source, path] as const),
    ];
  }

  #folder(contents: Contents): Promise<string> {
    const folder = join(this.#cacheDir, nameOf(contents));
    // Whoever asks for it at the same time waits for the same.
    const made =
      this.#making.get(folder) ??
      make(folder, contents, this.#clock.machineMs()).finally(() => this.#making.delete(folder));
    this.#making.set(folder, made);
    return made;
  }
}

/** AWS's programs that the host lacks: functions lack them too. */
export function missingPrograms(system: AmazonLinux): string[] {
  const all = Object.values(awsPrograms(system)).flat();
  return all.filter((name) => !notCounted.has(name) && findOnHost(name) === undefined);
}

/** Those of the package manager, and what a shell knows by itself anyway: nobody misses them in a function. */
const notCounted = new Set(
  "alias bg cd command fc fg getopts hash jobs read type ulimit umask unalias wait ldconfig.real update-alternatives".split(
    " ",
  ),
);

const hostFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin"];

/** The host's program of that name. */
export function findOnHost(name: string): string | undefined {
  for (const folder of hostFolders) {
    try {
      // A link to what is not there is no program.
      const path = realpathSync(join(folder, name));
      if (statSync(path).isFile()) return path;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/** All folders of the host that hold programs, each by its own name only: of one that is empty there is nothing to cover. */
function coveredFolders(): string[] {
  const all = [...hostFolders, "/usr/games", "/usr/local/games"];
  return all.filter(
    (folder) => existsSync(folder) && realpathSync(folder) === folder && readdirSync(folder).length > 0,
  );
}

function toContents(plan: LaunchPlan): Contents {
  const folders = coveredFolders();
  const copies = new Map(folders.map((folder) => [folder, new Map<string, string>()]));
  for (const [folder, names] of Object.entries(awsPrograms(plan.system)))
    for (const name of names) {
      // AWS's shell is bash by either name.
      const source = (name === "sh" ? findOnHost("bash") : undefined) ?? findOnHost(name);
      if (source === undefined) continue;
      // Where /bin is a folder of its own programs are called by both paths.
      for (const place of [folder, folder.slice("/usr".length)]) copies.get(place)?.set(name, source);
    }
  const links = new Map<string, string>();
  const shown = new Map<string, string>();
  const own = [plan.launch.command, (plan.links ?? []).map(([target]) => target)].flat();
  for (const path of own.filter((word) => word.startsWith("/"))) follow(path, folders, links, shown);
  for (const path of [...links.keys(), ...shown.keys()]) copies.get(dirname(path))?.delete(basename(path));
  const lang = plan.binds.find(([source, inside]) => inside === "/var/lang" && !existsSync(join(source, "bin/java")));
  if (lang && existsSync(join(lang[0], "bin"))) addLanguage(join(lang[0], "bin"), { copies, links, shown });
  return { copies, links, shown };
}

/** Of an interpreter whose folder is /var/lang inside. It is large itself, and the other processes that run it share its pages. */
function addLanguage(
  bin: string,
  {
    copies,
    links,
    shown,
  }: { copies: Map<string, Map<string, string>>; links: Map<string, string>; shown: Map<string, string> },
): void {
  const own = new Map<string, string>();
  copies.set("/var/lang/bin", own);
  for (const name of readdirSync(bin).filter(isOfLanguage)) {
    const path = join(bin, name);
    const { size } = lstatSync(path);
    if (lstatSync(path).isSymbolicLink()) links.set(`/var/lang/bin/${name}`, readlinkSync(path));
    else if (size > mostCopiedBytes) shown.set(`/var/lang/bin/${name}`, path);
    else own.set(name, path);
  }
}

const mostCopiedBytes = 1024 * 1024;

/** The way to a program of the plan: what is on it in a covered folder is there too. */
function follow(
  given: string,
  folders: readonly string[],
  links: Map<string, string>,
  shown: Map<string, string>,
): void {
  for (let path = given, steps = 0; existsSync(path) && steps < 40; steps += 1) {
    const own = join(realpathSync(dirname(path)), basename(path));
    const isCovered = folders.includes(dirname(own));
    if (!lstatSync(own).isSymbolicLink()) {
      if (isCovered && lstatSync(own).isFile()) shown.set(own, own);
      return;
    }
    if (isCovered) links.set(own, readlinkSync(own));
    path = resolve(dirname(own), readlinkSync(own));
  }
}

/** Another for each change of a program on the host. */
function nameOf({ copies, links, shown }: Contents): string {
  const hash = createHash("sha256");
  for (const [folder, programs] of copies) {
    hash.update(`${folder}\n`);
    for (const [name, source] of programs) {
      const { size, mtimeMs, ino } = statSync(source);
      hash.update(`${name} ${source} ${size} ${mtimeMs} ${ino}\n`);
    }
  }
  hash.update(JSON.stringify([[...links], [...shown.keys()]]));
  return hash.digest("hex").slice(0, 32);
}

async function make(folder: string, { copies, links, shown }: Contents, nowMs: number): Promise<string> {
  if (existsSync(folder)) {
    await utimes(folder, nowMs / 1000, nowMs / 1000).catch(() => undefined);
    return folder;
  }
  // Under another name first: one that was interrupted is never taken for a whole one.
  const unfinished = `${folder}.${process.pid}`;
  const made = new Map<string, string>();
  await rm(unfinished, { recursive: true, force: true });
  for (const [inside, programs] of copies) {
    await mkdir(join(unfinished, inside), { recursive: true });
    for (const [name, source] of programs) {
      const target = join(unfinished, inside, name);
      const same = made.get(source);
      if (same) await link(same, target);
      else await copyProgram(source, target);
      made.set(source, target);
    }
  }
  for (const [path, target] of links) await symlink(target, join(unfinished, path));
  // What is shown as it is needs something to be mounted over.
  for (const path of shown.keys()) await writeFile(join(unfinished, path), "", { mode: 0o755 });
  await rename(unfinished, folder).catch(async (error) => {
    await rm(unfinished, { recursive: true, force: true });
    // Another server has made it meanwhile.
    if (!existsSync(folder)) throw error;
  });
  await removeOld(dirname(folder), nowMs);
  return folder;
}

async function copyProgram(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await chmod(target, 0o755);
}

/** A month after its last server was started nobody has one mounted whose programs the host has changed. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

async function removeOld(cacheDir: string, nowMs: number): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    const path = join(cacheDir, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
    if (nowMs - mtimeMs > keptMs) await rm(path, { recursive: true, force: true });
  }
}
