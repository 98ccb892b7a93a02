import { readFileSync } from "node:fs";
import { descendantsOf } from "../support/squall-process.ts";

/** Ticks of Linux' clock of processes in a second: `sysconf(_SC_CLK_TCK)`, the same on every machine that we know. */
const ticksPerSecond = 100;

/** What a process, with those that it has started, has had of the processors so far. Other load on the machine does not count. */
export function processorSeconds(pid: number): number {
  return [pid, ...descendantsOf(pid)].reduce((sum, each) => sum + secondsOf(each), 0);
}

function secondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}
