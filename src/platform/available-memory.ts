import { readFileSync } from "node:fs";
import { freemem } from "node:os";

const freshMs = 100;

/** Reads how many bytes the machine can give to new processes without swapping, anew after a tenth of a second at most. */
export function createAvailableMemory(): { availableBytes(): number } {
  let readAtMs = Number.NEGATIVE_INFINITY;
  let bytes = 0;
  return {
    availableBytes: () => {
      const nowMs = performance.now();
      if (nowMs - readAtMs > freshMs) {
        bytes = readAvailable();
        readAtMs = nowMs;
      }
      return bytes;
    },
  };
}

/** `MemAvailable` counts what the kernel would give back from its caches; elsewhere than on Linux there is only what is free. */
function readAvailable(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync("/proc/meminfo", "latin1"))?.[1];
    return kib === undefined ? freemem() : Number(kib) * 1024;
  } catch {
    return freemem();
  }
}
