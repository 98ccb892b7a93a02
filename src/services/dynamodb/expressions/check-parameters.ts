import type { Item } from "../values/attribute-value.ts";
import { validationException } from "../values/validation-exception.ts";
import {
  checkConditionalOperator,
  checkExpected,
  checkOlderConditions,
  type OlderCondition,
  type OlderExpectation,
} from "./older-conditions.ts";
import { checkOlderUpdates, type OlderUpdate } from "./older-updates.ts";

/** What a request has of expressions and of the parameters before them; each operation has some. */
export interface ExpressionInput {
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Item>;
  readonly AttributesToGet?: readonly string[];
  readonly AttributeUpdates?: Readonly<Record<string, OlderUpdate>>;
  readonly Expected?: Readonly<Record<string, OlderExpectation>>;
  readonly KeyConditions?: Readonly<Record<string, OlderCondition>>;
  readonly QueryFilter?: Readonly<Record<string, OlderCondition>>;
  readonly ScanFilter?: Readonly<Record<string, OlderCondition>>;
  readonly ConditionalOperator?: string;
}

export type ExpressionName = Extract<keyof ExpressionInput, `${string}Expression`>;
type OlderName = Exclude<keyof ExpressionInput, ExpressionName | `ExpressionAttribute${string}`>;

/** The parameters that each operation has, in the order in which AWS names them. */
const parameters = {
  GetItem: [["ProjectionExpression"], ["AttributesToGet"]],
  PutItem: [["ConditionExpression"], ["Expected"]],
  DeleteItem: [["ConditionExpression"], ["Expected"]],
  UpdateItem: [
    ["UpdateExpression", "ConditionExpression"],
    ["AttributeUpdates", "Expected"],
  ],
  Query: [
    ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"],
    ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"],
  ],
  Scan: [
    ["ProjectionExpression", "FilterExpression"],
    ["AttributesToGet", "ScanFilter", "ConditionalOperator"],
  ],
} as const satisfies Record<string, readonly [readonly ExpressionName[], readonly OlderName[]]>;

/** Operations with expressions. A batch's and a transaction's parts are read as the operation of their kind. */
export type ExpressionOperation = keyof typeof parameters;

/**
 * Checks that a request uses expressions or the parameters before them and not both, and has no names and values for nothing. That is what AWS checks first of
 * a request, before its keys and items.
 */
export function checkParameters(operation: ExpressionOperation, input: ExpressionInput): void {
  const [expressions, older]: readonly [readonly ExpressionName[], readonly OlderName[]] = parameters[operation];
  const used = expressions.filter((name) => input[name] !== undefined);
  if (used.length > 0) {
    // `KeyConditions` may stand beside an expression that filters or projects.
    const mayStand = input.KeyConditionExpression === undefined ? "KeyConditions" : undefined;
    const others = older.filter((name) => input[name] !== undefined && name !== mayStand);
    if (others.length > 0)
      throw validationException(
        `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${others.join(", ")}} Expression parameters: {${used.join(", ")}}`,
      );
  }
  if (input.ExpressionAttributeNames && used.length === 0)
    throw validationException("ExpressionAttributeNames can only be specified when using expressions");
  const withValues = expressions.filter((name) => name !== "ProjectionExpression");
  if (input.ExpressionAttributeValues && withValues.length > 0 && withValues.every((name) => input[name] === undefined))
    throw validationException(
      `ExpressionAttributeValues can only be specified when using expressions: ${withValues.join(" and ")} ${withValues.length > 1 ? "are" : "is"} null`,
    );
}

/** Checks the parameters that were there before expressions, and gives their numbers canonical texts in place: what AWS checks after a request's keys and items. */
export function checkOlderParameters(input: ExpressionInput): void {
  const conditions = input.Expected ?? input.QueryFilter ?? input.ScanFilter;
  if (input.AttributeUpdates) checkOlderUpdates(input.AttributeUpdates);
  checkConditionalOperator(input.ConditionalOperator, conditions);
  if (input.Expected) checkExpected(input.Expected);
  const filter = input.QueryFilter ?? input.ScanFilter;
  if (filter) checkOlderConditions(filter);
  if (input.AttributesToGet) checkAttributesToGet(input.AttributesToGet);
}

/** A name that is asked for twice. */
function checkAttributesToGet(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw validationException(
        `One or more parameter values were invalid: Duplicate value in attribute name: ${name}`,
      );
    seen.add(name);
  }
}
