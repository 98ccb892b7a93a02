import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { mayBeCommitted } from "../../../storage/unreachable-storage-error.ts";
import type { ServiceHost } from "../../service.ts";
import { codeTooLargeWithLayers, packageNotStored, zippedTooLarge } from "../errors.ts";
import type { FunctionRecord } from "../functions/function.ts";
import type { StoredLayer } from "../layers/layer.ts";
import { limits } from "../limits.ts";
import { slicesOf } from "./file-content.ts";
import type { PackageBytes } from "./read-code.ts";
import type { StoredCode } from "./stored-code.ts";
import { isOfSystem, measure, unpack, verify } from "./unpack.ts";

/** Where a version's files are on this machine. */
export interface CodeDirectories {
  /** For /var/task. */
  readonly codeDir: string;
  /** For /opt: the layers, merged. */
  readonly optDir: string | undefined;
}

/**
 * Function code: the zip as it came, in the blob store, and unpacked once per content in a directory that environments mount
 * read-only. The directory is only a cache of the blob: it is made again if it's missing.
 */
export class CodeStore {
  readonly #host: ServiceHost;
  readonly #unpacking = new Map<string, Promise<string>>();
  /** Names of directories that are not complete. */
  readonly #partial = new Set<string>();
  /** Names of directories → how many uploads at this moment have that content. */
  readonly #uploads = new Map<string, number>();
  readonly #removing = new Map<string, Promise<unknown>>();
  /** Names of directories made for an upload that no version has yet. */
  readonly #unclaimed = new Set<string>();
  /** Names of directories asked for since the sweep under way began: whoever it has not heard of may have them. */
  #askedFor: Set<string> | undefined;
  #compiling: Promise<void> = Promise.resolve();
  /** Names of directories with bytecode: most functions have none, and no cold start is to look for it on the disk. */
  #compiled: Promise<Set<string>> | undefined;

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /**
   * Checks, unpacks and keeps a function's package, for the time of `work` and, if that succeeds, for good; if anything is refused,
   * nothing of it stays. Throws AWS's errors for a package that is not acceptable.
   */
  async take<T>(upload: PackageBytes, work: (code: StoredCode) => Promise<T>): Promise<T> {
    checkZippedSize(upload);
    const sha256 = await hashOf(upload.zip);
    const name = codeName(sha256);
    this.#uploads.set(name, (this.#uploads.get(name) ?? 0) + 1);
    try {
      let unzippedBytes: number | undefined;
      await this.#makeOnce(name, async (directory) => {
        unzippedBytes = await unpack([upload.zip], directory);
        this.#unclaimed.add(name);
      });
      // Where the directory was there, its bytes have been looked at then.
      unzippedBytes ??= await measure(upload.zip);
      const result = await this.#keep(upload.zip, { sha256, sizeBytes: upload.zip.length, unzippedBytes }, work);
      this.#hasLeft(name);
      return result;
    } catch (error) {
      if (this.#hasLeft(name)) await this.#unmake(name);
      throw error;
    }
  }

  /** The same for a layer, which is unpacked only together with a function's others. */
  async takeLayer<T>(upload: PackageBytes, work: (code: StoredCode) => Promise<T>): Promise<T> {
    return this.#keep(upload.zip, await this.check(upload), work);
  }

  /** Checks a package as `take` does, and keeps nothing. */
  async check(upload: PackageBytes): Promise<Omit<StoredCode, "blob">> {
    checkZippedSize(upload);
    const unzippedBytes = await verify(upload.zip);
    return { sha256: await hashOf(upload.zip), sizeBytes: upload.zip.length, unzippedBytes };
  }

  async directories({ code, configuration }: Pick<FunctionRecord, "code" | "configuration">): Promise<CodeDirectories> {
    const { layers } = configuration;
    this.#unclaimed.delete(codeName(code.sha256));
    const [codeDir, optDir] = await Promise.all([
      this.#makeOnce(codeName(code.sha256), async (directory) => unpack([await this.#read(code)], directory)),
      layers.length > 0 ? this.#makeOnce(layersName(layers), (directory) => this.#merge(layers, directory)) : undefined,
    ]);
    return { codeDir, optDir };
  }

  /** Where what was compiled of a version is: a folder with one file, `archive`, of Python, and Node's own files of Node.js. Undefined if there is none. */
  async bytecodeDirectory(record: Pick<FunctionRecord, "code" | "configuration">): Promise<string | undefined> {
    const name = bytecodeName(record);
    return (await this.#listCompiled()).has(name) ? join(this.#root(), name) : undefined;
  }

  async readBytecode(record: Pick<FunctionRecord, "code" | "configuration">): Promise<Buffer | undefined> {
    return readFile(join(this.#root(), bytecodeName(record), "archive")).catch(() => undefined);
  }

  /** An environment that has another open goes on with that. */
  async keepBytecode(
    record: Pick<FunctionRecord, "code" | "configuration">,
    files: ReadonlyMap<string, Buffer>,
  ): Promise<void> {
    const name = bytecodeName(record);
    const folder = join(this.#root(), name);
    await this.#partially(folder, async (partial) => {
      for (const [path, bytes] of files) {
        await mkdir(dirname(join(partial, path)), { recursive: true, mode: 0o755 });
        await writeFile(join(partial, path), bytes, { mode: 0o644 });
      }
      for (const path of files.keys()) {
        await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o755 });
        await rename(join(partial, path), join(folder, path));
      }
    });
    (await this.#listCompiled()).add(name);
  }

  /** One after the other: compilers of all functions that are deployed at once would have the machine to themselves. `work` never rejects. */
  compileInTurn(work: () => Promise<void>): Promise<void> {
    this.#compiling = this.#compiling.then(work);
    return this.#compiling;
  }

  /** Deletes the zip. The unpacked directory may serve other functions with the same code: `sweep` takes it. */
  async remove(code: StoredCode): Promise<void> {
    await this.#host.blobs.delete([code.blob]);
  }

  /**
   * Deletes unpacked code that none of the versions has which `list` gives, that is not being unpacked, and that nobody has asked for since the call: a
   * version may have been made while they were listed. One sweep at a time.
   */
  async sweep(list: () => Promise<Iterable<FunctionRecord>>): Promise<void> {
    const askedFor = new Set<string>();
    this.#askedFor = askedFor;
    try {
      const used = new Set<string>();
      for (const { code, configuration } of await list()) {
        used.add(codeName(code.sha256));
        used.add(bytecodeName({ code, configuration }));
        if (configuration.layers.length > 0) used.add(layersName(configuration.layers));
      }
      const isInUse = (name: string) =>
        used.has(name) ||
        askedFor.has(name) ||
        this.#partial.has(name) ||
        this.#unpacking.has(name) ||
        this.#uploads.has(name);
      for (const name of await readdir(this.#root()).catch(() => [])) if (!isInUse(name)) await this.#remove(name);
    } finally {
      this.#askedFor = undefined;
    }
  }

  async reset(): Promise<void> {
    this.#unpacking.clear();
    this.#unclaimed.clear();
    this.#compiled = undefined;
    await rm(this.#root(), { recursive: true, force: true });
  }

  async #keep<T>(zip: Buffer, facts: Omit<StoredCode, "blob">, work: (code: StoredCode) => Promise<T>): Promise<T> {
    const blob = await this.#host.blobs.write(piecesOf(zip)).catch((error: unknown) => {
      throw isOfSystem(error) ? packageNotStored(error) : error;
    });
    const code = { ...facts, blob: blob.name };
    try {
      return await work(code);
    } catch (error) {
      if (!mayBeCommitted(error)) await this.remove(code);
      throw error;
    }
  }

  #read(code: StoredCode): Promise<Buffer> {
    return this.#host.blobs.readAll(code.blob);
  }

  /** In the order of the configuration: a later layer's file takes the place of an earlier one's. */
  async #merge(layers: readonly StoredLayer[], directory: string): Promise<void> {
    const zips: Buffer[] = [];
    for (const { code } of layers) zips.push(await this.#read(code));
    await unpack(zips, directory);
  }

  #makeOnce(name: string, make: (directory: string) => Promise<unknown>): Promise<string> {
    this.#askedFor?.add(name);
    const known = this.#unpacking.get(name);
    if (known) return known;
    const making = this.#make(join(this.#root(), name), make);
    this.#unpacking.set(name, making);
    // Only what is being made is held: what is there is found again by a look at the disk.
    const forget = () => this.#unpacking.delete(name);
    making.then(forget, forget);
    return making;
  }

  async #make(directory: string, make: (directory: string) => Promise<unknown>): Promise<string> {
    await this.#removing.get(basename(directory));
    if (await isDirectory(directory)) return directory;
    try {
      await mkdir(this.#root(), { recursive: true, mode: 0o700 });
      // Made beside its place and renamed: a crash half-way leaves nothing that looks complete.
      await this.#partially(directory, async (partial) => {
        await make(partial);
        await rename(partial, directory);
      });
    } catch (error) {
      throw isOfSystem(error) ? packageNotStored(error) : error;
    }
    return directory;
  }

  /** An upload has ended; gives whether it was the last with that content. */
  #hasLeft(name: string): boolean {
    const left = (this.#uploads.get(name) ?? 1) - 1;
    if (left > 0) this.#uploads.set(name, left);
    else this.#uploads.delete(name);
    return left === 0;
  }

  /** Deletes a directory made for an upload that has been refused, unless a version has its content by now. */
  async #unmake(name: string): Promise<void> {
    if (!this.#unpacking.has(name) && this.#unclaimed.delete(name)) await this.#remove(name);
  }

  /** Deletes a directory at once for all who look, however long its files take. Who asks for it meanwhile has it made anew. */
  async #remove(name: string): Promise<void> {
    const directory = join(this.#root(), name);
    void this.#compiled?.then((names) => names.delete(name));
    const removing = this.#partially(directory, (partial) => rename(directory, partial));
    const forget = () => this.#removing.delete(name);
    this.#removing.set(name, removing.then(forget, forget));
    await removing;
  }

  /** Gives a directory for the time of `work`. What is left of it then is deleted. */
  async #partially(directory: string, work: (partial: string) => Promise<unknown>): Promise<void> {
    const partial = `${directory}.${this.#host.random.uuid()}`;
    this.#partial.add(basename(partial));
    try {
      await work(partial);
    } finally {
      await rm(partial, { recursive: true, force: true });
      this.#partial.delete(basename(partial));
    }
  }

  #listCompiled(): Promise<Set<string>> {
    this.#compiled ??= readdir(this.#root()).then(
      (names) => new Set(names.filter((name) => isBytecodeName(name) && !this.#partial.has(name))),
      () => new Set<string>(),
    );
    return this.#compiled;
  }

  #root(): string {
    return join(this.#host.config.dataDir, "lambda-code");
  }
}

/** The unpacked function and its layers together have one quota. Throws InvalidParameterValueException. */
export function checkUnzippedSize(code: Pick<StoredCode, "unzippedBytes">, layers: readonly StoredLayer[]): void {
  const bytes = layers.reduce((sum, layer) => sum + layer.code.unzippedBytes, code.unzippedBytes);
  if (bytes > limits.unzippedBytes) throw codeTooLargeWithLayers(bytes);
}

function checkZippedSize({ zip, direct }: PackageBytes): void {
  if (direct && zip.length > limits.zippedUploadBytes) throw zippedTooLarge();
}

/** Base64. Others have their turn between two pieces: a large package takes a while. */
async function hashOf(zip: Buffer): Promise<string> {
  const hash = createHash("sha256");
  for (const piece of slicesOf(zip)) {
    hash.update(piece);
    if (zip.length > piece.length) await new Promise(setImmediate);
  }
  return hash.digest("base64");
}

/** What was unpacked by other rules had other names: it is swept at the start, and unpacked anew. */
function codeName(sha256: string): string {
  return `task-${Buffer.from(sha256, "base64").toString("hex")}`;
}

/**
 * By every byte that it is made from, and by the runtime: what an interpreter of another version makes is told apart by the file itself. Of Node.js by the
 * function's memory, too, of which V8's flags are made.
 */
function bytecodeName({ code, configuration }: Pick<FunctionRecord, "code" | "configuration">): string {
  const { layers, runtime, memoryMiB } = configuration;
  const ofLayers = layers.length > 0 ? `-${layersName(layers)}` : "";
  return `${codeName(code.sha256)}${ofLayers}.${runtime}${runtime.startsWith("nodejs") ? `-${memoryMiB}` : ""}`;
}

function isBytecodeName(name: string): boolean {
  return /^task-[0-9a-f]{64}(?:-opt-[0-9a-f]{64})?\.[a-z]+[0-9.x]*(?:-\d+)?$/.test(name);
}

function layersName(layers: readonly StoredLayer[]): string {
  const hash = createHash("sha256");
  for (const { code } of layers) hash.update(code.sha256);
  return `opt-${hash.digest("hex")}`;
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield* slicesOf(bytes);
}
