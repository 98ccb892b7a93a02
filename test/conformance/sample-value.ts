import type { Member, Shape } from "../../src/wire/model/shape.ts";

/** Makes values of any shape, always the same ones for the same seed. */
export interface Sampler {
  /** A structure with most of its members set. */
  structure(shape: Shape, text: string): Record<string, unknown>;
}

/** `text` is put at the end of each string that may have any characters: it is what escaping has to get right. */
export function createSampler(seed: number): Sampler {
  const random = linearCongruential(seed);
  return { structure: (shape, text) => (sample({ random, text }, shape, 0) ?? {}) as Record<string, unknown> };
}

interface Source {
  readonly random: () => number;
  readonly text: string;
}

function sample(source: Source, shape: Shape, depth: number, member?: Member): unknown {
  switch (shape.kind) {
    case "string":
      return sampleString(source, member);
    case "integer":
    case "long":
      return Math.floor(source.random() * 1000);
    case "number":
    case "double":
      return Math.floor(source.random() * 1000) / (member?.traits.httpHeader ? 1 : 4);
    case "boolean":
      return source.random() < 0.5;
    case "timestamp":
      return new Date(Math.floor(1.6e9 + source.random() * 1e8) * 1000);
    case "blob":
    case "stream":
      return Buffer.from(word(source));
    case "document":
      return { a: [1, word(source), { b: true }] };
    case "bigint":
      return 12n;
    case "decimal":
      return 1.5;
    case "unit":
      return undefined;
    case "list":
      return sampleList(source, shape, depth, member);
    case "map":
      return sampleMap(source, shape, depth, member);
    case "union":
      return sampleUnion(source, shape, depth, member);
    case "structure":
      return sdkUnions.has(shape.name)
        ? sampleUnion(source, shape, depth)
        : sampleStructure(source, shape, depth, member);
  }
}

/** Structures for AWS, but the SDK's clients keep only one member. */
const sdkUnions = new Set(["AttributeValue"]);

function sampleString(source: Source, member: Member | undefined): string {
  if (member?.traits.mediaType?.includes("json")) return JSON.stringify({ a: word(source) });
  const isInHead = member?.traits.httpHeader !== undefined || member?.traits.httpLabel === 1;
  return word(source) + (isInHead ? "" : source.text);
}

function sampleList(source: Source, shape: Shape, depth: number, member: Member | undefined): unknown {
  if (depth > 4 && !member?.required) return undefined;
  const item = (): unknown =>
    sample(source, shape.item.shape, depth + 1, { ...shape.item, traits: member?.traits ?? {} });
  return [item(), item()].filter((value) => value !== undefined);
}

function sampleMap(source: Source, shape: Shape, depth: number, member: Member | undefined): unknown {
  if (depth > 4 && !member?.required) return undefined;
  const entries = [word(source), word(source)].map((key) => [key, sample(source, shape.item.shape, depth + 1)]);
  const found = entries.filter(([, value]) => value !== undefined);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** Not an error of an event stream: the client throws those. */
function sampleUnion(source: Source, { members }: Shape, depth: number, of?: Member): unknown {
  const isDeep = depth >= 4 && !of?.required;
  const possible = members.filter(({ shape }) => !shape.traits.error && !(isDeep && isCompound(shape)));
  for (let attempt = 0; attempt < 5 && possible.length > 0; attempt++) {
    const member = possible[Math.floor(source.random() * possible.length)]!;
    const value = sample(source, member.shape, depth + 1, member);
    if (value !== undefined) return { [member.name]: value };
  }
  return undefined;
}

/** Required members are always there, or the decoder would refuse the input. A required structure is not empty: forms have none. */
function sampleStructure(source: Source, { members }: Shape, depth: number, of: Member | undefined): unknown {
  const values: Record<string, unknown> = {};
  const isAnyRequired = members.some(({ required }) => required);
  for (const member of members) {
    const isNeeded = member.required || (of?.required && !isAnyRequired && !isCompound(member.shape));
    if (!isNeeded && (depth > 5 || (depth > 1 && source.random() < 0.4))) continue;
    const value = sample(source, member.shape, depth + 1, member);
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) values[member.name] = value;
  }
  return Object.keys(values).length > 0 || depth === 0 || of?.required ? values : undefined;
}

function isCompound({ kind }: Shape): boolean {
  return kind === "structure" || kind === "union" || kind === "list" || kind === "map";
}

function word({ random }: Source): string {
  return `w${Math.floor(random() * 1e6).toString(36)}`;
}

function linearCongruential(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
