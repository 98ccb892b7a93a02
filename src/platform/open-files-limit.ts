import { readFileSync } from "node:fs";

/** How many descriptors this process may have open: Node raises its limit to the hard one. */
export function openFilesLimit(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "latin1"))?.[1];
    return limit === undefined ? usual : Number(limit);
  } catch {
    // Elsewhere than on Linux.
    return usual;
  }
}

const usual = 1_024;
