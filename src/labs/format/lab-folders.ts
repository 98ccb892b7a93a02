import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { limits } from "../limits.ts";
import type { Lab } from "./lab.ts";
import { type KnowsOperation, LabError, readLab, UnbuiltError } from "./read-lab.ts";
import { namesIn } from "./template.ts";

/** A lab as it was last read, or what is wrong with it. */
export interface FoundLab {
  readonly name: string;
  readonly lab: Lab | undefined;
  readonly faults: readonly string[];
  /** The folder is as it should be; operations are missing that it needs. */
  readonly isUnbuilt: boolean;
  readonly files: readonly LabFile[];
}

/** What lies beside `lab.yaml`: pictures to upload, code to paste. */
export interface LabFile {
  /** From the lab's folder: `pictures/logo.png`. */
  readonly path: string;
  readonly bytes: number;
}

/** The folders of labs: read when they are asked for, and again when a file of theirs has changed, so that who writes one sees it at once. */
export class LabFolders {
  readonly #directories: readonly string[];
  readonly #knows: KnowsOperation;
  readonly #read = new Map<string, { readonly stamp: string | undefined; readonly found: FoundLab }>();

  /** Of two labs of a name the one in the later directory counts. */
  constructor(directories: readonly string[], knows: KnowsOperation) {
    this.#directories = directories;
    this.#knows = knows;
  }

  async list(): Promise<FoundLab[]> {
    const names = new Set<string>();
    for (const directory of this.#directories) for (const name of await foldersIn(directory)) names.add(name);
    const found = await Promise.all(
      [...names]
        .sort()
        .slice(0, limits.labs)
        .map((name) => this.find(name)),
    );
    const place = ({ lab }: FoundLab) => lab?.order ?? Number.MAX_SAFE_INTEGER;
    return found.flatMap((each) => each ?? []).sort((a, b) => place(a) - place(b));
  }

  async find(name: string): Promise<FoundLab | undefined> {
    if (!folderName.test(name)) return undefined;
    for (const directory of this.#directories.toReversed()) {
      const folder = join(directory, name);
      if ((await stampOf(folder, [])) === undefined) continue;
      const known = this.#read.get(folder);
      if (known && known.stamp === (await stampOf(folder, known.found.files))) return known.found;
      const found = await readFolder(folder, name, this.#knows);
      this.#read.set(folder, { stamp: await stampOf(folder, found.files), found });
      return found;
    }
    return undefined;
  }

  /** A file of a lab's folder that its listing has; undefined for all others. */
  async read(name: string, path: string): Promise<Buffer | undefined> {
    const found = await this.find(name);
    if (!found?.files.some((file) => file.path === path)) return undefined;
    for (const directory of this.#directories.toReversed()) {
      const folder = join(directory, name);
      if ((await stampOf(folder, [])) !== undefined) return readFile(join(folder, path));
    }
    return undefined;
  }
}

/** Reads one folder, also for who checks a lab without a server. */
export async function readFolder(folder: string, name: string, knows: KnowsOperation): Promise<FoundLab> {
  const files: LabFile[] = [];
  try {
    const { size } = await stat(join(folder, definition));
    if (size > limits.definitionBytes)
      throw new LabError([`${definition} has more than ${limits.definitionBytes} bytes`]);
    await collectFiles(folder, "", files);
    const tooLarge = files.find(({ bytes }) => bytes > limits.fileBytes);
    if (tooLarge) throw new LabError([`${tooLarge.path} has more than ${limits.fileBytes} bytes`]);
    if (files.length > limits.files) throw new LabError([`there are more than ${limits.files} files`]);
    const text = await readFile(join(folder, definition), "utf8");
    const lab = await readLab(name, text, new Set(files.map(({ path }) => path)), knows);
    return { name, lab: await withFiles(lab, folder), faults: [], isUnbuilt: false, files };
  } catch (error) {
    const isUnbuilt = error instanceof UnbuiltError;
    const faults =
      error instanceof LabError ? error.faults : [`${definition} cannot be read: ${(error as Error).message}`];
    return { name, lab: undefined, faults, isUnbuilt, files: [] };
  }
}

/** Code to paste stands in a file of its own, and `${text:PATH}` in what people read. */
async function withFiles(lab: Lab, folder: string): Promise<Lab> {
  const whole = async (text: string) => {
    let filled = text;
    for (const name of namesIn(text)) {
      const path = /^text:(.+)$/.exec(name)?.[1];
      if (path === undefined) continue;
      const content = (await readFile(join(folder, path), "utf8")).trimEnd().slice(0, limits.textCharacters);
      filled = filled.replaceAll(`\${${name}}`, () => content);
    }
    return filled;
  };
  const steps = await Promise.all(lab.steps.map(async (step) => ({ ...step, text: await whole(step.text) })));
  return { ...lab, about: await whole(lab.about), steps };
}

export const definition = "lab.yaml";
export const folderName = /^[a-z0-9][a-z0-9-]{0,62}$/;

async function foldersIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() && folderName.test(entry.name) ? [entry.name] : []));
  } catch {
    // A directory that is not there has no labs.
    return [];
  }
}

/** Links are left out: what they point at may be anywhere. */
async function collectFiles(folder: string, below: string, files: LabFile[]): Promise<void> {
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (files.length > limits.files || path === definition || entry.name.startsWith(".")) continue;
    if (entry.isDirectory() && path.split("/").length < 4) await collectFiles(folder, path, files);
    else if (entry.isFile()) files.push({ path, bytes: (await stat(join(folder, path))).size });
  }
}

/** When the folder's files were written; undefined for a folder that is no lab's. */
async function stampOf(folder: string, files: readonly LabFile[]): Promise<string | undefined> {
  try {
    const paths = [definition, ...files.map(({ path }) => path)];
    const stamps = await Promise.all(paths.map((path) => stat(join(folder, path))));
    return stamps.map(({ mtimeMs, size }) => `${mtimeMs}/${size}`).join();
  } catch {
    return undefined;
  }
}
