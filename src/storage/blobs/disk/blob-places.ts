import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { alphabets, type Random } from "../../../platform/random.ts";
import { DirectorySync } from "./directory-sync.ts";

/** Where a blob is to be. */
export interface BlobPlace {
  readonly name: string;
  readonly path: string;
  /** Its path while it is being written. */
  readonly partialPath: string;
  readonly directory: DirectorySync;
}

/** Blobs that go to one directory before another is drawn: blobs written together share its syncs. */
const blobsPerDirectory = 4_096;

/**
 * A blob's name is 32 random hexadecimal digits. The first four are its two levels of directories, and are the same for the blobs
 * of a while.
 */
export class BlobPlaces {
  readonly #root: string;
  readonly #random: Random;
  readonly #durable: boolean;
  #prefix = "";
  #left = 0;
  #directory: DirectorySync | undefined;

  constructor(root: string, random: Random, durable: boolean) {
    this.#root = root;
    this.#random = random;
    this.#durable = durable;
  }

  draw(): BlobPlace {
    if (!this.#directory || this.#left-- === 0) this.#directory = this.#drawDirectory();
    const name = this.#prefix + this.#random.text(28, alphabets.hex);
    const partialPath = join(this.partialDirectory, name);
    return { name, path: this.#pathOf(name), partialPath, directory: this.#directory };
  }

  /** Undefined for what cannot be a blob's name, and so cannot leave the root. */
  find(name: string): string | undefined {
    return /^[0-9a-f]{32}$/.test(name) ? this.#pathOf(name) : undefined;
  }

  get partialDirectory(): string {
    return join(this.#root, "partial");
  }

  /** The directories have been deleted. */
  forget(): void {
    this.#directory = undefined;
  }

  #drawDirectory(): DirectorySync {
    this.#prefix = this.#random.text(4, alphabets.hex);
    this.#left = blobsPerDirectory - 1;
    const path = dirname(this.#pathOf(this.#prefix));
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return new DirectorySync(this.#durable ? path : undefined, [dirname(path), this.#root]);
  }

  #pathOf(name: string): string {
    return join(this.#root, name.slice(0, 2), name.slice(2, 4), name);
  }
}
