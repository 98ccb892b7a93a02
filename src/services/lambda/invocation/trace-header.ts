import type { Random } from "../../../platform/random.ts";
import { limits } from "../limits.ts";

/** An `X-Amzn-Trace-Id`, with the functions that led here. Source: "AWS X-Ray concepts", "Tracing header". */
export interface TraceHeader {
  readonly text: string;
  /** How often the function has been invoked along this chain, this time included. */
  readonly turns: number;
  /** It begins here: nobody has decided yet whether it is traced. */
  readonly isNew: boolean;
}

/**
 * The header of one invocation: that of the request, or a new one, with the function's turn counted in its `Lineage`. The SDKs
 * in a function send it along, so a loop comes back with the count.
 */
export function continueTrace(
  given: string | undefined,
  functionArn: string,
  nowMs: number,
  random: Random,
): TraceHeader {
  const hash = lineageHash(functionArn);
  if (given === undefined || !rootPattern.test(given)) {
    const root = newRoot(nowMs, random);
    return { text: `${root};Lineage=1:${hash}:1`, turns: 1, isNew: true };
  }
  const lineage = lineagePattern.exec(given)?.[1];
  const counts = parseLineage(lineage);
  const turns = (counts.get(hash) ?? 0) + 1;
  counts.set(hash, turns);
  const rest = given.replace(lineagePattern, "").replace(/(?<!;);+$/, "");
  const isNew = !/(?:^|;)Sampled=[01]/i.test(given);
  const text = `${isNew ? completed(rest, random) : rest};Lineage=${formatLineage(counts)}`;
  return { text, turns, isNew };
}

/** A function always has a header of all three parts, also where its caller has only begun a trace. */
function completed(given: string, random: Random): string {
  const parent = /(?:^|;)Parent=/.test(given) ? "" : `;Parent=${random.bytes(8).toString("hex")}`;
  return `${given.replace(/;Sampled=[^;]*/, "")}${parent};Sampled=0`;
}

/** What a header that `continueTrace` has made says. */
export interface ReadTraceHeader {
  /** `1-67891233-abcdef012345678912345678` */
  readonly root: string;
  readonly parent: string | undefined;
  readonly sampled: boolean;
  /** What else there is, from its first semicolon on. */
  readonly rest: string;
}

export function readTraceHeader(text: string): ReadTraceHeader {
  const parts = text.split(";");
  const find = (key: string) => parts.find((part) => part.startsWith(key))?.slice(key.length);
  const rest = parts.filter((part) => part !== "" && !/^(?:Root|Parent|Sampled)=/.test(part));
  return {
    root: find("Root=") ?? "",
    parent: find("Parent="),
    sampled: find("Sampled=") === "1",
    rest: rest.map((part) => `;${part}`).join(""),
  };
}

/** Whether the chain has gone round once too often. Source: "Use Lambda recursive loop detection to prevent infinite loops". */
export function isLoop({ turns }: TraceHeader): boolean {
  return turns > limits.recursiveInvocations;
}

const rootPattern = /(?:^|;)Root=1-[0-9a-f]{8}-[0-9a-f]{24}/i;
const lineagePattern = /(?:^|;)Lineage=([^;]*)/;

function newRoot(nowMs: number, random: Random): string {
  const id = random.bytes(20).toString("hex");
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, "0");
  return `Root=1-${seconds}-${id.slice(0, 24)};Parent=${id.slice(24)};Sampled=0`;
}

function parseLineage(text: string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  // Python's SDK writes the bar as %7C.
  for (const part of (text ?? "").split(/\||%7C/i)) {
    const match = /^(?:\d+:)?([0-9a-f]{8}):(\d+)$/.exec(part);
    if (match?.[1]) counts.set(match[1], Number(match[2]));
  }
  return counts;
}

function formatLineage(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([hash, count]) => `1:${hash}:${count}`).join("|");
}

/** FNV-1a: it only has to tell functions apart, and is made for every invocation. */
function lineageHash(functionArn: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < functionArn.length; index++) {
    hash = Math.imul(hash ^ functionArn.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
