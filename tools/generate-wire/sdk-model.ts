import {
  type MemberRecord,
  type ModelFile,
  type ShapeRecord,
  type ShapeReference,
  simpleShapes,
} from "../../src/wire/model/model-file.ts";
import type { Traits } from "../../src/wire/model/traits.ts";
import { type ConstraintTable, createConstraintWriter } from "./constraint-table.ts";

/** Members whose constraint AWS's service checks itself, later than the others and with an error of its own. */
const ownChecks: Readonly<Record<string, readonly string[]>> = {
  "com.amazonaws.lambda#CreateFunctionRequest": ["Runtime"],
  "com.amazonaws.lambda#UpdateFunctionConfigurationRequest": ["Runtime"],
  "com.amazonaws.cloudwatchlogs#PutDeliveryDestinationRequest": ["outputFormat"],
  ...ofTables(["TableName"]),
  "com.amazonaws.dynamodb#ListTagsOfResourceInput": ["ResourceArn"],
  "com.amazonaws.dynamodb#TagResourceInput": ["ResourceArn", "Tags"],
  "com.amazonaws.dynamodb#UntagResourceInput": ["ResourceArn", "TagKeys"],
};

/** Members that must be there, as AWS's service says itself, in words of its own. */
const ownRequired: Readonly<Record<string, readonly string[]>> = {
  ...ofTables(["TableName"]),
  "com.amazonaws.dynamodb#ListTagsOfResourceInput": ["ResourceArn"],
  "com.amazonaws.dynamodb#TagResourceInput": ["ResourceArn", "Tags"],
  "com.amazonaws.dynamodb#UntagResourceInput": ["ResourceArn", "TagKeys"],
};

/** Members of which AWS names what is wrong before it comes to those that the model has before them. */
const checkedFirst: Readonly<Record<string, readonly string[]>> = {
  "com.amazonaws.lambda#PublishLayerVersionRequest": ["CompatibleRuntimes"],
};

/** The operations on DynamoDB's tables, unlike those on items, check names themselves. */
function ofTables(members: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const operations = ["CreateTable", "DeleteTable", "DescribeTable", "UpdateTable", "DescribeTimeToLive"];
  return Object.fromEntries(operations.map((operation) => [`com.amazonaws.dynamodb#${operation}Input`, members]));
}

/**
 * One service's model file, from the exports of its SDK package. This is the only file that knows the SDK's schema tuples
 * (`[id, namespace, name, traits, …]`); it throws on what it does not know, so a new layout is noticed when the package is
 * raised and not by a user. Source: "Schemas" in the SDK's supplemental documentation.
 */
export function toModelFile(sdk: Readonly<Record<string, unknown>>, table: ConstraintTable): ModelFile {
  const shapes: (ShapeRecord | undefined)[] = [];
  const indexes = new Map<Tuple, number>();
  const constraints = createConstraintWriter(table, sdk);
  const operations: number[] = [];
  const errors: number[] = [];
  let namespace = "";

  for (const [key, value] of Object.entries(sdk)) {
    if (!key.endsWith("$") || !Array.isArray(value)) continue;
    const tuple = value as unknown as Tuple;
    if (tuple[0] === sdkId.operation) {
      namespace = tuple[1];
      operations.push(-1 - reference(tuple));
    }
    // The SDK's own base exception is no shape of the service.
    if (tuple[0] === sdkId.error && !tuple[1].startsWith("smithy.ts.sdk.")) errors.push(-1 - reference(tuple));
  }
  return { namespace, operations, errors, shapes: shapes as ShapeRecord[], constraints: constraints.records };

  /** `shape` is the name that the constraint table has for what is referred to, where it lists it. */
  function reference(lazy: LazyRef, shape?: string): ShapeReference {
    const ref = resolve(lazy);
    if (typeof ref === "number") return simpleReference(ref, shape);
    if (ref === "unit") return simpleIndex("unit");
    const tuple = ref as Tuple;
    const known = indexes.get(tuple);
    if (known !== undefined) return -1 - known;
    const index = shapes.push(undefined) - 1;
    indexes.set(tuple, index);
    shapes[index] = record(tuple, shape);
    return -1 - index;
  }

  function record(tuple: Tuple, shape: string | undefined): ShapeRecord {
    const [id, , name, traits] = tuple;
    const facts = table.shapes[shape ?? name] ?? table.shapes[name] ?? {};
    switch (id) {
      case sdkId.simple:
        return ["simple", name, toTraits(traits), reference(tuple[4] as LazyRef, shape ?? name)];
      case sdkId.list:
        return ["list", name, toTraits(traits), member(tuple[4] as LazyRef, facts.item ?? undefined)];
      case sdkId.map:
        return [
          "map",
          name,
          toTraits(traits),
          member(tuple[4] as LazyRef, facts.key),
          member(tuple[5] as LazyRef, facts.value),
        ];
      case sdkId.operation:
        return ["operation", name, toTraits(traits), reference(tuple[4] as LazyRef), reference(tuple[5] as LazyRef)];
      case sdkId.structure:
      case sdkId.union:
      case sdkId.error:
        return structure(tuple);
      default:
        throw new Error(`${tuple[1]}#${name} has the unknown schema id ${id}: the SDK's schema format has changed`);
    }
  }

  function structure([id, namespace, name, traits, ...given]: Tuple): ShapeRecord {
    const { names, refs, required } = orderMembers(given, {
      notRequired: ownRequired[`${namespace}#${name}`],
      first: checkedFirst[`${namespace}#${name}`],
    });
    const kind = id === sdkId.error ? "error" : isUnion(id, name, toTraits(traits)) ? "union" : "structure";
    const shapesOfMembers = table.members[name] ?? {};
    const unchecked = ownChecks[`${namespace}#${name}`] ?? [];
    const members = refs.map((ref, index) => {
      const shape = shapesOfMembers[names[index]!];
      const isChecked = shape !== undefined && !unchecked.includes(names[index]!);
      return member(ref, shape, isChecked ? constraints.indexOf(shape) : undefined);
    });
    return [kind, name, toTraits(traits), names, members, required];
  }

  /** Of the SDK's unions, those that AWS checks to be one. DynamoDB has its own words for an AttributeValue of two types. */
  function isUnion(id: number, name: string, traits: Traits | 0): boolean {
    return id === sdkId.union && ((traits !== 0 && traits.streaming === 1) || table.unions.includes(name));
  }

  function member(lazy: LazyRef, shape: string | undefined, constraint?: number): MemberRecord {
    const ref = resolve(lazy);
    const withTraits = Array.isArray(ref) && ref.length === 2;
    const target = reference(withTraits ? (ref as readonly [LazyRef, RawTraits])[0] : ref, shape);
    const traits = withTraits ? toTraits((ref as readonly [LazyRef, RawTraits])[1]) : 0;
    if (constraint !== undefined) return [target, traits, constraint];
    return traits === 0 ? target : [target, traits];
  }

  /** The SDK has one number type; the table tells integers and doubles apart. Lists and maps of simple shapes have no tuple. */
  function simpleReference(id: number, shape: string | undefined): ShapeReference {
    const facts = (shape === undefined ? undefined : table.shapes[shape]) ?? {};
    if (id >= sdkMapOf) return addAnonymous(["map", "Map", 0, 0, simpleReference(id - sdkMapOf, facts.value)]);
    if (id >= sdkListOf)
      return addAnonymous(["list", "List", 0, simpleReference(id - sdkListOf, facts.item ?? undefined)]);
    if (id === sdkNumber && facts.double) return simpleIndex("double");
    if (id === sdkNumber && facts.integer) return simpleIndex(facts.integer === 32 ? "integer" : "long");
    const found = sdkSimple[id];
    if (found === undefined) throw new Error(`unknown simple schema ${id}: the SDK's schema format has changed`);
    return simpleIndex(found.kind, found.format);
  }

  function addAnonymous(made: ShapeRecord): ShapeReference {
    const text = JSON.stringify(made);
    const known = shapes.findIndex(
      (shape) => shape !== undefined && shape[1] === made[1] && JSON.stringify(shape) === text,
    );
    return known >= 0 ? -1 - known : -shapes.push(made);
  }
}

/** The members that must be there come first: those that the service checks itself go behind them. */
function orderMembers(
  [given, lazy, count]: readonly unknown[],
  { notRequired = [], first = [] }: { notRequired?: readonly string[]; first?: readonly string[] },
): { readonly names: string[]; readonly refs: LazyRef[]; readonly required: number } {
  const [names, refs] = [given as string[], lazy as LazyRef[]];
  const isRequired = (at: number) => at < ((count as number | undefined) ?? 0) && !notRequired.includes(names[at]!);
  const rank = (at: number) => (isRequired(at) ? 0 : first.includes(names[at]!) ? 1 : 2);
  const order = [...names.keys()].sort((a, b) => rank(a) - rank(b));
  return {
    names: order.map((at) => names[at]!),
    refs: order.map((at) => refs[at]!),
    required: order.filter(isRequired).length,
  };
}

type Tuple = readonly [id: number, namespace: string, name: string, traits: RawTraits, ...rest: unknown[]];
type RawTraits = number | Readonly<Record<string, unknown>> | undefined;
type Ref = number | "unit" | Tuple | readonly [LazyRef, RawTraits];
type LazyRef = Ref | (() => LazyRef);

const sdkId = { simple: 0, list: 1, map: 2, structure: 3, union: 4, operation: 9, error: -3 } as const;
const sdkNumber = 1;
const sdkListOf = 64;
const sdkMapOf = 128;
const sdkSimple: Readonly<Record<number, { kind: (typeof simpleShapes)[number]["kind"]; format?: string }>> = {
  0: { kind: "string" },
  1: { kind: "number" },
  2: { kind: "boolean" },
  4: { kind: "timestamp" },
  5: { kind: "timestamp", format: "date-time" },
  6: { kind: "timestamp", format: "http-date" },
  7: { kind: "timestamp", format: "epoch-seconds" },
  15: { kind: "document" },
  17: { kind: "bigint" },
  19: { kind: "decimal" },
  21: { kind: "blob" },
  42: { kind: "stream" },
};

function simpleIndex(kind: string, format?: string): ShapeReference {
  return simpleShapes.findIndex(
    (shape) => shape.kind === kind && ("format" in shape ? shape.format : undefined) === format,
  );
}

function resolve(lazy: LazyRef): Ref {
  let ref = lazy;
  while (typeof ref === "function") ref = ref();
  return ref;
}

/** The bits of a trait vector, lowest first. */
const traitBits = [
  "httpLabel",
  "idempotent",
  "idempotencyToken",
  "sensitive",
  "httpPayload",
  "httpResponseCode",
  "httpQueryParams",
];
/** For clients only. */
const clientTraits = new Set(["idempotent", "endpoint", "hostLabel", "httpChecksum", "httpChecksumRequired"]);
const serverTraits = new Set(
  (
    "http httpLabel httpHeader httpQuery httpQueryParams httpPrefixHeaders httpPayload httpResponseCode idempotencyToken " +
    "jsonName xmlName xmlFlattened xmlAttribute xmlNamespace ec2QueryName sparse sensitive streaming mediaType eventPayload " +
    "error httpError awsQueryError"
  ).split(" "),
);

function toTraits(raw: RawTraits): Traits | 0 {
  if (!raw) return 0;
  if (typeof raw === "number" && raw >> traitBits.length) throw new Error(`unknown trait bits ${raw}`);
  const entries: [string, unknown][] =
    typeof raw === "object"
      ? Object.entries(raw)
      : traitBits.filter((_, bit) => (raw >> bit) & 1).map((name) => [name, 1]);
  const kept = entries.filter(([name]) => !clientTraits.has(name));
  const unknown = kept.find(([name]) => !serverTraits.has(name));
  if (unknown) throw new Error(`unknown trait ${unknown[0]}: the wire layer must learn it first`);
  return kept.length === 0 ? 0 : (Object.fromEntries(kept) as Traits);
}
