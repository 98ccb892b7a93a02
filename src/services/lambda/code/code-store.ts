import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ServiceHost } from "../../service.ts";
import { zippedTooLarge } from "../errors.ts";
import type { FunctionCode } from "../functions/function.ts";
import { limits } from "../limits.ts";
import { unpack } from "./unpack.ts";

/**
 * Function code: the zip as it came, in the blob store, and unpacked once per content in a directory that environments mount
 * read-only. The directory is only a cache of the blob: it is made again if it's missing.
 */
export class CodeStore {
  readonly #host: ServiceHost;
  readonly #unpacking = new Map<string, Promise<string>>();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** Checks, unpacks and keeps a package. Throws AWS's errors for one that is not acceptable. */
  async add(zip: Buffer, options: { direct: boolean }): Promise<FunctionCode> {
    if (options.direct && zip.length > limits.zippedUploadBytes) throw zippedTooLarge();
    const sha256 = createHash("sha256").update(zip).digest("base64");
    await this.#unpackOnce(sha256, async () => zip);
    const blob = await this.#host.blobs.write(one(zip));
    return { sha256, sizeBytes: zip.length, blob: blob.name };
  }

  /** Where the code is unpacked on this machine. */
  directory(code: FunctionCode): Promise<string> {
    return this.#unpackOnce(code.sha256, () => this.#host.blobs.readAll(code.blob));
  }

  /** Deletes the zip. The unpacked directory may serve other functions with the same code: `sweep` takes it. */
  async remove(code: FunctionCode): Promise<void> {
    await this.#host.blobs.delete(code.blob);
  }

  /** Deletes unpacked code that no function of `used` has. Called at start, before anything runs. */
  async sweep(used: ReadonlySet<string>): Promise<void> {
    const names = new Set([...used].map(directoryName));
    for (const name of await readdir(this.#root()).catch(() => [])) {
      if (!names.has(name)) await rm(join(this.#root(), name), { recursive: true, force: true });
    }
  }

  async reset(): Promise<void> {
    this.#unpacking.clear();
    await rm(this.#root(), { recursive: true, force: true });
  }

  #unpackOnce(sha256: string, read: () => Promise<Buffer>): Promise<string> {
    const known = this.#unpacking.get(sha256);
    if (known) return known;
    const unpacking = this.#unpackInto(join(this.#root(), directoryName(sha256)), read);
    this.#unpacking.set(sha256, unpacking);
    unpacking.catch(() => this.#unpacking.delete(sha256));
    return unpacking;
  }

  async #unpackInto(directory: string, read: () => Promise<Buffer>): Promise<string> {
    if (await isDirectory(directory)) return directory;
    await mkdir(this.#root(), { recursive: true, mode: 0o700 });
    // Unpacked beside its place and renamed: a crash half-way leaves nothing that looks complete.
    const partial = `${directory}.${this.#host.random.uuid()}`;
    try {
      await unpack(await read(), partial);
      await rename(partial, directory);
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      throw error;
    }
    return directory;
  }

  #root(): string {
    return join(this.#host.config.dataDir, "lambda-code");
  }
}

function directoryName(sha256: string): string {
  return Buffer.from(sha256, "base64").toString("hex");
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
