import { rm } from "node:fs/promises";
import { join } from "node:path";
import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { regionKey } from "../region-key.ts";
import { volumeStore } from "../volumes/volume-store.ts";
import { layersOf } from "./layer-files.ts";
import type { VolumeData } from "./volume-data.ts";

/** Blocks in memory that have been read from blobs: 32 MiB. */
const mostBlocks = 64;

interface Opened {
  readonly data: Promise<VolumeData>;
  users: number;
}

/**
 * Volumes whose bytes are in use in this process: each is open once, however many use it, and closed after the last of them. What is done to one as a whole,
 * a merge of its layers or a flush into its map, is done one after the other.
 */
export class OpenVolumes {
  readonly #host: ServiceHost;
  readonly #open = new Map<string, Opened>();
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #served = new Set<string>();
  readonly #blocks = new BoundedCache<string, Promise<Buffer>>(mostBlocks);

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** `work` has the volume's bytes. Rejects with what opening it does. */
  async use<T>(place: Place, id: string, work: (data: VolumeData) => Promise<T>): Promise<T> {
    const key = keyOf(place, id);
    const opened = this.#open.get(key) ?? this.#begin(key, place, id);
    opened.users++;
    try {
      return await work(await opened.data);
    } finally {
      opened.users--;
      if (opened.users === 0) await this.#end(key, opened);
    }
  }

  /** Somebody outside reads and writes it through this server; what only merges its layers does not. */
  isServed(place: Place, id: string): boolean {
    return this.#served.has(keyOf(place, id));
  }

  /** For the time of `work` it is served. False, and nothing is done, if it is already. */
  async serve(place: Place, id: string, work: (data: VolumeData) => Promise<void>): Promise<boolean> {
    const key = keyOf(place, id);
    if (this.#served.has(key)) return false;
    this.#served.add(key);
    try {
      await this.use(place, id, work);
    } finally {
      this.#served.delete(key);
    }
    return true;
  }

  /** One after another, for a volume. */
  inTurn<T>(place: Place, id: string, work: () => Promise<T>): Promise<T> {
    const key = keyOf(place, id);
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(work, work);
    this.#turns.set(key, turn);
    const end = () => {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    };
    turn.then(end, end);
    return turn;
  }

  /** From now on what is written is above all that there is. Gives the topmost layer below; undefined if the volume's map is all there is. */
  async seal(place: Place, id: string): Promise<number | undefined> {
    const opened = this.#open.get(keyOf(place, id));
    if (opened) return (await opened.data).seal();
    return (await layersOf(this.directory(place, id))).at(-1);
  }

  directory({ account, region }: Place, id: string): string {
    return join(this.#host.config.dataDir, "volumes", account, region, id);
  }

  /** Of a volume that is no more. */
  async remove(place: Place, id: string): Promise<void> {
    await rm(this.directory(place, id), { recursive: true, force: true });
  }

  /** Fulfilled when nothing is open or being merged. */
  async idle(): Promise<void> {
    while (this.#turns.size > 0) await Promise.allSettled(this.#turns.values());
  }

  #begin(key: string, place: Place, id: string): Opened {
    const { storage, blobs } = this.#host;
    const partition = storage.partition(regionKey(place));
    const before = this.#closing.get(key);
    const openData = async () => {
      await before;
      const [{ MapBase }, { VolumeData }] = await Promise.all([import("./map-base.ts"), import("./volume-data.ts")]);
      const volume = await partition.read((tx) => volumeStore.find(tx, id));
      if (!volume) throw new Error(`there is no volume ${id}`);
      const base = new MapBase(partition, id, blobs, this.#blocks);
      return VolumeData.open(this.directory(place, id), base, volume.mergedLayer);
    };
    const opened: Opened = { data: openData(), users: 0 };
    this.#open.set(key, opened);
    return opened;
  }

  readonly #closing = new Map<string, Promise<void>>();

  async #end(key: string, opened: Opened): Promise<void> {
    this.#open.delete(key);
    const closing = opened.data.then(
      (data) => data.close(),
      () => undefined,
    );
    this.#closing.set(key, closing);
    try {
      await closing;
    } finally {
      if (this.#closing.get(key) === closing) this.#closing.delete(key);
    }
  }
}

function keyOf({ account, region }: Place, id: string): string {
  return `${account}/${region}/${id}`;
}
