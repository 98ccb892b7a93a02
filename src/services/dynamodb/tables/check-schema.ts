import type { AttributeDefinition as GivenDefinition, KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { parameterInvalid, validationException } from "../errors.ts";
import { limits } from "../limits.ts";
import type { AttributeDefinition, GlobalIndex, KeyElement, LocalIndex, Projection } from "./table.ts";

/** An index as it is asked for. */
export interface GivenIndex {
  readonly IndexName?: string | undefined;
  readonly KeySchema?: readonly KeySchemaElement[] | undefined;
  readonly Projection?:
    | { readonly ProjectionType?: string | undefined; readonly NonKeyAttributes?: readonly string[] | undefined }
    | undefined;
}

/** The attributes that keys are made of, and what refers to them. */
export interface GivenSchema {
  readonly definitions: readonly GivenDefinition[];
  readonly keySchema: readonly KeySchemaElement[];
}

/** Checks a table's own key, in AWS's order. */
export function checkTableSchema({ definitions, keySchema }: GivenSchema): void {
  const keys = namesOf(keySchema);
  if (keys.length > definitions.length)
    throw validationException("Invalid KeySchema: Some index key attribute have no definition");
  checkDefined(keySchema, definitions);
  checkKeyTypes(keySchema);
}

/** Where there are no indexes, all attributes that are defined have to be of the key. */
export function checkAllUsed({ definitions, keySchema }: GivenSchema, indexes: readonly GivenIndex[]): void {
  const used = new Set(namesOf([...keySchema, ...indexes.flatMap((index) => index.KeySchema ?? [])]));
  const defined = namesOf(definitions);
  if (indexes.length === 0 && keySchema.length !== definitions.length)
    throw parameterInvalid(
      "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    );
  if (indexes.length > 0 && defined.some((name) => !used.has(name)))
    throw parameterInvalid(
      `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(", ")}], keys used: [${[...used].join(", ")}]`,
    );
}

export function checkLocalIndexes(schema: GivenSchema, indexes: readonly GivenIndex[], names: Set<string>): void {
  if (indexes.length === 0) throw parameterInvalid("List of LocalSecondaryIndexes is empty");
  if (schema.keySchema.length !== 2)
    throw parameterInvalid(
      "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
    );
  for (const index of indexes) checkLocalIndex(schema, index, names);
  if (indexes.length > limits.localIndexes)
    throw parameterInvalid("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
}

function checkLocalIndex({ definitions, keySchema }: GivenSchema, index: GivenIndex, names: Set<string>): void {
  const { IndexName: name, KeySchema: own = [] } = index;
  checkDefined(own, definitions);
  checkKeyTypes(own);
  if (own.length !== 2) throw parameterInvalid(`Index KeySchema does not have a range key for index: ${name}`);
  const [hash, tableHash] = [own[0]?.AttributeName, keySchema[0]?.AttributeName];
  if (hash !== tableHash)
    throw parameterInvalid(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${hash}, table hash key: ${tableHash}`,
    );
  checkProjection(index.Projection);
  addName(names, name);
}

export function checkGlobalIndexes(
  definitions: readonly GivenDefinition[],
  indexes: readonly (GivenIndex & { readonly ProvisionedThroughput?: unknown })[],
  { names, isOnDemand }: { readonly names: Set<string>; readonly isOnDemand: boolean },
): void {
  if (indexes.length === 0) throw parameterInvalid("List of GlobalSecondaryIndexes is empty");
  for (const index of indexes) {
    checkGlobalIndex(definitions, index);
    if (isOnDemand && index.ProvisionedThroughput)
      throw parameterInvalid(
        `ProvisionedThroughput should not be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`,
      );
    addName(names, index.IndexName);
  }
  if (indexes.length > limits.globalIndexes)
    throw parameterInvalid("GlobalSecondaryIndex count exceeds the per-table limit of 20");
}

/** Its own key: a global index may have several attributes of each kind. Source: "Global secondary indexes with multi-attribute keys". */
export function checkGlobalIndex(definitions: readonly GivenDefinition[], index: GivenIndex): void {
  const { KeySchema: own = [] } = index;
  checkDefined(own, definitions);
  if (own.length <= 2 && !own.every(({ KeyType }) => KeyType === "HASH")) checkKeyTypes(own);
  else checkManyKeys(own);
  checkProjection(index.Projection);
}

function checkManyKeys(schema: readonly KeySchemaElement[]): void {
  const names = namesOf(schema);
  if (new Set(names).size < names.length)
    throw validationException("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  const firstRange = schema.findIndex(({ KeyType }) => KeyType === "RANGE");
  const hashes = firstRange === -1 ? schema : schema.slice(0, firstRange);
  const ranges = firstRange === -1 ? [] : schema.slice(firstRange);
  if (hashes.length === 0)
    throw validationException("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  if (ranges.some(({ KeyType }) => KeyType !== "RANGE"))
    throw validationException("Invalid KeySchema: The HASH key elements must come before the RANGE key elements");
  if (hashes.length > limits.keyAttributes || ranges.length > limits.keyAttributes)
    throw validationException(
      `Invalid KeySchema: A global secondary index can have at most ${limits.keyAttributes} HASH and ${limits.keyAttributes} RANGE key attributes`,
    );
}

function checkDefined(schema: readonly KeySchemaElement[], definitions: readonly GivenDefinition[]): void {
  const [keys, defined] = [namesOf(schema), namesOf(definitions)];
  if (keys.some((name) => !defined.includes(name)))
    throw parameterInvalid(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(", ")}], AttributeDefinitions: [${defined.join(", ")}]`,
    );
}

function checkKeyTypes(schema: readonly KeySchemaElement[]): void {
  const [hash, range] = schema;
  if (range && hash?.AttributeName === range.AttributeName)
    throw validationException("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  if (hash?.KeyType !== "HASH")
    throw validationException("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  if (range && range.KeyType !== "RANGE")
    throw validationException("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
}

function checkProjection(projection: GivenIndex["Projection"]): void {
  const { ProjectionType: type, NonKeyAttributes: names } = projection ?? {};
  if (type === undefined) throw parameterInvalid("Unknown ProjectionType: null");
  if (names && type !== "INCLUDE")
    throw parameterInvalid(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  if (!names && type === "INCLUDE")
    throw parameterInvalid(`ProjectionType is ${type}, but NonKeyAttributes is not specified`);
}

function addName(names: Set<string>, name = ""): void {
  if (names.has(name)) throw parameterInvalid(`Duplicate index name: ${name}`);
  names.add(name);
}

/** Of all indexes together. */
export function checkProjectedAttributes(indexes: readonly Pick<LocalIndex, "projection">[]): void {
  const named = indexes.reduce((sum, { projection }) => sum + (projection.NonKeyAttributes?.length ?? 0), 0);
  if (named > limits.projectedAttributes)
    throw parameterInvalid(
      `Number of projected attributes across all indexes exceeds the per-table limit of ${limits.projectedAttributes}`,
    );
}

function namesOf(elements: readonly { readonly AttributeName?: string | undefined }[]): string[] {
  return elements.map(({ AttributeName = "" }) => AttributeName);
}

export function toDefinitions(given: readonly GivenDefinition[]): AttributeDefinition[] {
  return given as AttributeDefinition[];
}

export function toLocalIndex({ IndexName: name = "", KeySchema, Projection }: GivenIndex): LocalIndex {
  return { name, keySchema: KeySchema as readonly KeyElement[], projection: Projection as Projection };
}

export function toGlobalIndex(given: GivenIndex, own: Omit<GlobalIndex, keyof LocalIndex>): GlobalIndex {
  return { ...toLocalIndex(given), ...own };
}
