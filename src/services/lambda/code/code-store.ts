import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ServiceHost } from "../../service.ts";
import { codeTooLargeWithLayers, zippedTooLarge } from "../errors.ts";
import type { FunctionCode, FunctionRecord } from "../functions/function.ts";
import type { StoredLayer } from "../layers/layer.ts";
import { limits } from "../limits.ts";
import { measure, unpack } from "./unpack.ts";

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

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** Checks, unpacks and keeps a function's package. Throws AWS's errors for one that is not acceptable. */
  async add(zip: Buffer, options: { direct: boolean }): Promise<FunctionCode> {
    if (options.direct && zip.length > limits.zippedUploadBytes) throw zippedTooLarge();
    const sha256 = createHash("sha256").update(zip).digest("base64");
    await this.#makeOnce(codeName(sha256), (directory) => unpack(zip, directory));
    return this.#keep(zip, sha256);
  }

  /** The same for a layer, which is unpacked only together with a function's others. */
  async addLayer(zip: Buffer, options: { direct: boolean }): Promise<FunctionCode> {
    if (options.direct && zip.length > limits.zippedUploadBytes) throw zippedTooLarge();
    const sha256 = createHash("sha256").update(zip).digest("base64");
    await this.#check(zip);
    return this.#keep(zip, sha256);
  }

  async directories({ code, configuration }: Pick<FunctionRecord, "code" | "configuration">): Promise<CodeDirectories> {
    const { layers } = configuration;
    const [codeDir, optDir] = await Promise.all([
      this.#makeOnce(codeName(code.sha256), async (directory) => unpack(await this.#read(code), directory)),
      layers.length > 0 ? this.#makeOnce(layersName(layers), (directory) => this.#merge(layers, directory)) : undefined,
    ]);
    return { codeDir, optDir };
  }

  /** Deletes the zip. The unpacked directory may serve other functions with the same code: `sweep` takes it. */
  async remove(code: FunctionCode): Promise<void> {
    await this.#host.blobs.delete(code.blob);
  }

  /** Deletes unpacked code that none of these versions has, and that is not being unpacked. */
  async sweep(records: Iterable<FunctionRecord>): Promise<void> {
    const used = new Set<string>(this.#partial);
    for (const { code, configuration } of records) {
      used.add(codeName(code.sha256));
      if (configuration.layers.length > 0) used.add(layersName(configuration.layers));
    }
    for (const name of this.#unpacking.keys()) used.add(name);
    for (const name of await readdir(this.#root()).catch(() => [])) {
      if (!used.has(name)) await rm(join(this.#root(), name), { recursive: true, force: true });
    }
  }

  async reset(): Promise<void> {
    this.#unpacking.clear();
    await rm(this.#root(), { recursive: true, force: true });
  }

  async #keep(zip: Buffer, sha256: string): Promise<FunctionCode> {
    const unzippedBytes = await measure(zip);
    const blob = await this.#host.blobs.write(one(zip));
    return { sha256, sizeBytes: zip.length, unzippedBytes, blob: blob.name };
  }

  #read(code: FunctionCode): Promise<Buffer> {
    return this.#host.blobs.readAll(code.blob);
  }

  /** Unpacks for trial: what cannot be unpacked is refused at the upload. */
  async #check(zip: Buffer): Promise<void> {
    await this.#partially(join(this.#root(), "trial"), (trial) => unpack(zip, trial));
  }

  /** In the order of the configuration: a later layer's file takes the place of an earlier one's. */
  async #merge(layers: readonly StoredLayer[], directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    for (const { code } of layers) await unpack(await this.#read(code), directory);
  }

  #makeOnce(name: string, make: (directory: string) => Promise<unknown>): Promise<string> {
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
    if (await isDirectory(directory)) return directory;
    await mkdir(this.#root(), { recursive: true, mode: 0o700 });
    // Made beside its place and renamed: a crash half-way leaves nothing that looks complete.
    await this.#partially(directory, async (partial) => {
      await make(partial);
      await rename(partial, directory);
    });
    return directory;
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

  #root(): string {
    return join(this.#host.config.dataDir, "lambda-code");
  }
}

/** The unpacked function and its layers together have one quota. Throws InvalidParameterValueException. */
export function checkUnzippedSize(code: FunctionCode, layers: readonly StoredLayer[]): void {
  const bytes = layers.reduce((sum, layer) => sum + layer.code.unzippedBytes, code.unzippedBytes);
  if (bytes > limits.unzippedBytes) throw codeTooLargeWithLayers(bytes);
}

function codeName(sha256: string): string {
  return Buffer.from(sha256, "base64").toString("hex");
}

function layersName(layers: readonly StoredLayer[]): string {
  const hash = createHash("sha256");
  for (const { code } of layers) hash.update(code.sha256);
  return `layers-${hash.digest("hex")}`;
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
