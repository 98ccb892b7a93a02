import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";

/** The folder of the groups of environments, and which files say what they use. */
export interface MemoryPlace {
  readonly kind: "v1" | "v2";
  readonly folder: string;
}

/** What a group says of its memory, in bytes. */
export interface GroupMemory {
  /** The most there ever was, with what the kernel keeps of files and with files in /tmp. Undefined where the kernel does not tell. */
  readonly peak: number | undefined;
  /** Files, also those in memory alone. */
  readonly file: number;
  readonly mapped: number;
  readonly anonymous: number;
}

/** The most memory that an environment has used: all of its processes together, those that have ended too. */
export interface MemoryGauge {
  readonly mostBytes: number;
  /** Its first process has booted, and says what it has used itself. */
  booted(ownBytes: number): void;
  /** Looks how much it is. Cheap enough for every 100 milliseconds. */
  look(): void;
  /** The same, but not where it was looked at just now, or there was not more than ever since. Cheap enough for every event. */
  glance(): void;
  /** The last that is known of it: nothing of it runs any more. */
  end(memory: GroupMemory | undefined): void;
}

/** To read the peak takes 15 microseconds, a tenth of a small event. The kernel keeps it: what comes in between is seen with the next event. */
const restMs = 20;

const names = {
  v1: { peak: "memory.max_usage_in_bytes", file: "cache", mapped: "mapped_file", anonymous: "rss" },
  v2: { peak: "memory.peak", file: "file", mapped: "file_mapped", anonymous: "anon" },
} as const;

/**
 * By the control group. The kernel's own peak misses nothing, but counts what it has read of files and what lies in /tmp, which AWS does not. So what is looked at
 * is how far the peak has risen since the last look, less the files that there are now: both are of the same tenth of a second.
 *
 * What processes share with a zygote is in that one's group: it is what the first process said it has, less what its group had then.
 */
export class GroupGauge implements MemoryGauge {
  readonly #place: MemoryPlace;
  readonly #id: string;
  #inheritedBytes = 0;
  #most = 0;
  #peakBytes = 0;
  #fileBytes = 0;
  #glancedMs = 0;
  /** Of the kernel's peak; undefined before it is read, and where there is none. */
  #peakFile: number | undefined;

  constructor(place: MemoryPlace, id: string) {
    this.#place = place;
    this.#id = id;
  }

  get mostBytes(): number {
    return this.#most + this.#inheritedBytes;
  }

  booted(ownBytes: number): void {
    this.look();
    this.#inheritedBytes = Math.max(0, ownBytes - this.#most);
  }

  look(): void {
    const memory = this.#read();
    if (memory) this.#take(memory, memory.file);
  }

  glance(): void {
    const nowMs = performance.now();
    if (nowMs - this.#glancedMs < restMs) return;
    this.#glancedMs = nowMs;
    const peak = this.#readPeak();
    if (peak === undefined || peak > this.#peakBytes) this.look();
  }

  /** With its processes its /tmp has gone, which was among the files of the last look. */
  end(memory: GroupMemory | undefined): void {
    if (memory) this.#take(memory, Math.max(memory.file, this.#fileBytes));
    this.#closePeak();
  }

  #take({ peak, mapped, anonymous }: GroupMemory, file: number): void {
    this.#most = Math.max(this.#most, anonymous + mapped);
    if (peak !== undefined && peak > this.#peakBytes) {
      this.#most = Math.max(this.#most, peak - file + mapped);
      this.#peakBytes = peak;
    }
    this.#fileBytes = file;
  }

  /** Undefined when there is no such group any more. */
  #read(): GroupMemory | undefined {
    const { kind, folder } = this.#place;
    const name = names[kind];
    try {
      const stat = readFileSync(join(folder, this.#id, "memory.stat"), "latin1");
      return {
        peak: this.#readPeak(),
        file: fieldOf(stat, name.file),
        mapped: fieldOf(stat, name.mapped),
        anonymous: fieldOf(stat, name.anonymous),
      };
    } catch {
      return undefined;
    }
  }

  /** Version 2 has it since Linux 5.19. The file stays open: to open it takes longer than all else. */
  #readPeak(): number | undefined {
    const { kind, folder } = this.#place;
    try {
      this.#peakFile ??= openSync(join(folder, this.#id, names[kind].peak), "r");
      const bytes = readSync(this.#peakFile, number, 0, number.length, 0);
      return Number(number.toString("latin1", 0, bytes));
    } catch {
      this.#closePeak();
      return undefined;
    }
  }

  #closePeak(): void {
    if (this.#peakFile !== undefined) closeSync(this.#peakFile);
    this.#peakFile = undefined;
  }
}

/** For a number in text, which is read at once. */
const number = Buffer.alloc(32);

/** Where there are no groups: what the agent sees of the processes when it is asked. */
export class AskedGauge implements MemoryGauge {
  readonly #ask: () => Promise<number>;
  #isAsking = false;
  mostBytes = 0;

  constructor(ask: () => Promise<number>) {
    this.#ask = ask;
  }

  booted(): void {
    // It is counted with what it has inherited.
  }

  look(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    void this.#ask().then((bytes) => {
      this.#isAsking = false;
      this.mostBytes = Math.max(this.mostBytes, bytes);
    });
  }

  glance(): void {
    this.look();
  }

  end(memory: GroupMemory | undefined): void {
    if (memory) this.mostBytes = Math.max(this.mostBytes, memory.anonymous + memory.mapped);
  }
}

/** `NAME VALUE` in a line. */
function fieldOf(text: string, name: string): number {
  const at = text.startsWith(`${name} `) ? 0 : text.indexOf(`\n${name} `) + 1;
  if (at === 0 && !text.startsWith(`${name} `)) return 0;
  return Number.parseInt(text.slice(at + name.length + 1, at + name.length + 24), 10) || 0;
}
