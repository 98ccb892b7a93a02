import { readFileSync } from "node:fs";
import {
  type MemberRecord,
  type ModelFile,
  type OperationRecord,
  type ShapeRecord,
  type ShapeReference,
  simpleShapes,
} from "./model-file.ts";
import {
  type Kind,
  type Member,
  type Model,
  noTraits,
  type OperationShape,
  type Shape,
  type TimestampFormat,
} from "./shape.ts";
import type { Traits } from "./traits.ts";

/** Reads a service's generated file. Operations and shapes are built when they are first asked for. */
export function loadModel(service: string): Model {
  return toModel(readGenerated(service) as ModelFile);
}

/** One of the files that `tools/generate-wire.ts` puts beside this folder, or in dist/ beside the folder of its pieces. */
export function readGenerated(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../generated/${name}.json`, import.meta.url), "utf8"));
}

export function toModel(file: ModelFile): Model {
  const shapes = new Array<Shape | undefined>(file.shapes.length);
  const source: ShapeSource = {
    file,
    shape: (reference) => {
      if (reference >= 0) return simple[reference]!;
      const index = -1 - reference;
      shapes[index] ??= toShape(source, file.shapes[index]!);
      return shapes[index];
    },
  };
  return {
    operationNames: file.operations.map((index) => file.shapes[index]![1]),
    errorNames: file.errors.map((index) => file.shapes[index]![1]),
    operation: lazily(file, file.operations, (index) => toOperation(source, file.shapes[index] as OperationRecord)),
    error: lazily(file, file.errors, (index) => source.shape(-1 - index)),
    constraint: (index) => file.constraints[index]!,
  };
}

interface ShapeSource {
  readonly file: ModelFile;
  shape(reference: ShapeReference): Shape;
}

function toOperation(source: ShapeSource, [, name, traits, input, output]: OperationRecord): OperationShape {
  return {
    name,
    namespace: source.file.namespace,
    traits: traits || noTraits,
    input: source.shape(input),
    output: source.shape(output),
  };
}

function toShape(source: ShapeSource, record: ShapeRecord): Shape {
  if (record[0] === "simple") {
    const [, name, traits, of] = record;
    const base = source.shape(of);
    const kind = traits !== 0 && traits.streaming && base.kind === "blob" ? "stream" : base.kind;
    return new PlainShape(kind, name, source.file.namespace, traits || noTraits, base.format);
  }
  return new CompoundShape(source, record);
}

class PlainShape implements Shape {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  readonly traits: Traits;
  readonly format: TimestampFormat | undefined;
  readonly members: readonly Member[] = [];

  constructor(kind: Kind, name: string, namespace: string, traits: Traits, format: TimestampFormat | undefined) {
    this.kind = kind;
    this.name = name;
    this.namespace = namespace;
    this.traits = traits;
    this.format = format;
  }

  get item(): Member {
    throw new Error(`${this.name} holds nothing`);
  }

  get key(): Member {
    throw new Error(`${this.name} has no keys`);
  }

  member(): undefined {
    return undefined;
  }
}

class CompoundShape implements Shape {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  readonly traits: Traits;
  readonly format = undefined;
  readonly #source: ShapeSource;
  readonly #record: ShapeRecord;
  #members: readonly Member[] | undefined;
  #byName: ReadonlyMap<string, Member> | undefined;
  #item: Member | undefined;
  #key: Member | undefined;

  constructor(source: ShapeSource, record: ShapeRecord) {
    this.#source = source;
    this.#record = record;
    this.kind = record[0] === "error" ? "structure" : (record[0] as Kind);
    this.name = record[1];
    this.namespace = source.file.namespace;
    this.traits = record[2] || noTraits;
  }

  get members(): readonly Member[] {
    this.#members ??= this.#readMembers();
    return this.#members;
  }

  get item(): Member {
    const record = this.#record;
    if (record[0] !== "list" && record[0] !== "map") throw new Error(`${this.name} holds nothing`);
    this.#item ??= toMember(this.#source, "member", record[0] === "list" ? record[3] : record[4], false);
    return this.#item;
  }

  get key(): Member {
    if (this.#record[0] !== "map") throw new Error(`${this.name} has no keys`);
    this.#key ??= toMember(this.#source, "key", this.#record[3], false);
    return this.#key;
  }

  member(name: string): Member | undefined {
    this.#byName ??= new Map(this.members.map((member) => [member.name, member]));
    return this.#byName.get(name);
  }

  #readMembers(): readonly Member[] {
    const record = this.#record;
    if (record[0] !== "structure" && record[0] !== "union" && record[0] !== "error") return [];
    const [, , , names, members, required] = record;
    return names.map((name, index) => toMember(this.#source, name, members[index]!, index < required));
  }
}

function toMember(source: ShapeSource, name: string, record: MemberRecord, required: boolean): Member {
  const [target, traits, constraint] = typeof record === "number" ? [record] : record;
  const shape = source.shape(target);
  const own = traits || noTraits;
  return {
    name,
    shape,
    own,
    traits: shape.traits === noTraits ? own : own === noTraits ? shape.traits : { ...shape.traits, ...own },
    required,
    constraint: constraint === undefined ? undefined : source.file.constraints[constraint],
  };
}

const simple: readonly Shape[] = simpleShapes.map(
  (of) => new PlainShape(of.kind, of.kind, "", noTraits, "format" in of ? of.format : undefined),
);

/** Finds records by name and builds each once, when it is first asked for. */
function lazily<V>(
  file: ModelFile,
  indexes: readonly number[],
  make: (index: number) => V,
): (name: string) => V | undefined {
  const byName = new Map(indexes.map((index) => [file.shapes[index]![1], index]));
  const made = new Map<string, V>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const index = byName.get(name);
    if (index === undefined) return undefined;
    const value = make(index);
    made.set(name, value);
    return value;
  };
}
