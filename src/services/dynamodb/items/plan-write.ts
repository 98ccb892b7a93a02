import type { OperationInput } from "../../service.ts";
import { validationException } from "../errors.ts";
import { checkScalarKeys, checkUpdatedAttributes, checkUpdatedItem } from "../expressions/check-attributes.ts";
import { checkOlderParameters, checkParameters, type ExpressionInput } from "../expressions/check-parameters.ts";
import type { ExpressionReader } from "../expressions/expression-reader.ts";
import type { Update } from "../expressions/update.ts";
import type { DynamoDb } from "../model.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { attributeOf, type Item, setAttribute } from "../values/attribute-value.ts";
import { checkItemKeys, checkKey } from "../values/check-key.ts";
import { checkAttributes, checkItem, itemLimits } from "../values/check-value.ts";
import type { PlannedWrite, ToPlan } from "./planned-write.ts";
import { toRowKey } from "./row-key.ts";
import { StoredItem } from "./stored-item.ts";

type Given<N extends "PutItem" | "DeleteItem" | "UpdateItem"> = Partial<OperationInput<DynamoDb, N>>;

/** An item that is to be put. What is checked first needs no table, as on AWS. */
export function planPut(reader: ExpressionReader, input: Given<"PutItem">): ToPlan {
  const { Item: item = {}, ReturnValues: asked = "NONE" } = input;
  const given = input as ExpressionInput;
  checkParameters("PutItem", given);
  checkAttributes(item);
  checkReturnsOld(asked);
  checkItem(item);
  checkOlderParameters(given);
  const { condition } = reader.read(given);
  return (table) => {
    checkItemKeys(item, table.key, table.indexKeys);
    if (condition) checkScalarKeys(condition.paths, table.key, table.indexKeys);
    const stored = StoredItem.of(item);
    return { table, row: toRowKey(table, item), key: item, condition, change: () => stored };
  };
}

export function planDelete(reader: ExpressionReader, input: Given<"DeleteItem">): ToPlan {
  const { ReturnValues: asked = "NONE" } = input;
  const given = input as ExpressionInput;
  checkParameters("DeleteItem", given);
  checkReturnsOld(asked);
  const toKeyed = planKeyed(reader, input.Key ?? {}, given);
  return (table) => ({ ...toKeyed(table), change: () => undefined });
}

/** A condition that has to hold for a transaction to be done. */
export function planCheck(reader: ExpressionReader, input: Given<"DeleteItem">): ToPlan {
  const given = input as ExpressionInput;
  checkParameters("DeleteItem", given);
  const toKeyed = planKeyed(reader, input.Key ?? {}, given);
  return (table) => ({ ...toKeyed(table), change: (old) => old, isCheck: true });
}

export interface PlannedUpdate extends PlannedWrite {
  /** Undefined for one that changes nothing, but makes the item if it is not there. */
  readonly update: Update | undefined;
}

export function planUpdate(reader: ExpressionReader, input: Given<"UpdateItem">): (table: KnownTable) => PlannedUpdate {
  const key = input.Key ?? {};
  const given = input as ExpressionInput;
  checkParameters("UpdateItem", given);
  checkAttributes(key);
  checkOlderParameters(given);
  const { condition, update } = reader.read(given);
  return (table) => {
    checkKey(key, table.key);
    if (update) checkUpdatedAttributes(update, table.key, table.indexKeys);
    if (condition) checkScalarKeys(condition.paths, table.key, table.indexKeys);
    const change = (old: StoredItem | undefined) => {
      if (!update) return old ?? StoredItem.of(key);
      if (!old && !update.makesItem) return undefined;
      const item = update.apply(old?.item, key);
      checkUpdatedItem(item, update, table.indexKeys);
      const stored = StoredItem.of(item);
      if (stored.size > itemLimits.sizeBytes)
        throw validationException("Item size to update has exceeded the maximum allowed size");
      return stored;
    };
    return { table, row: toRowKey(table, key), key, condition, change, update };
  };
}

function planKeyed(
  reader: ExpressionReader,
  key: Item,
  given: ExpressionInput,
): (table: KnownTable) => Omit<PlannedWrite, "change"> {
  checkAttributes(key);
  checkOlderParameters(given);
  const { condition } = reader.read(given);
  return (table) => {
    checkKey(key, table.key);
    if (condition) checkScalarKeys(condition.paths, table.key, table.indexKeys);
    return { table, row: toRowKey(table, key), key, condition };
  };
}

function checkReturnsOld(asked: string): void {
  if (asked !== "ALL_OLD" && asked !== "NONE") throw validationException("ReturnValues can only be ALL_OLD or NONE");
}

/** The key attributes of an item. */
export function keyOf({ key }: Pick<KnownTable, "key">, item: Readonly<Item>): Item {
  const part: Item = {};
  for (const { name } of key) setAttribute(part, name, attributeOf(item, name)!);
  return part;
}
