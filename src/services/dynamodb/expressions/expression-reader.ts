import { BoundedCache } from "../../../platform/bounded-cache.ts";
import { validationException } from "../values/validation-exception.ts";
import type { ExpressionInput, ExpressionName } from "./check-parameters.ts";
import { bindCondition, type Condition } from "./condition.ts";
import { ExpressionError } from "./expression-error.ts";
import { bindKeyCondition, type KeyCondition } from "./key-condition.ts";
import { checkOlderConditions, type OlderCondition, toCondition, toOlderKeyCondition } from "./older-conditions.ts";
import { toUpdate } from "./older-updates.ts";
import { parseCondition } from "./parse-condition.ts";
import { parseProjection } from "./parse-projection.ts";
import { parseUpdate } from "./parse-update.ts";
import { Placeholders } from "./placeholders.ts";
import { bindProjection, type Projection, projectionOf } from "./projection.ts";
import { bindUpdate, type Update } from "./update.ts";

/** The forms of an operation's request, whichever parameters they came from. */
export interface Expressions {
  readonly update?: Update;
  readonly condition?: Condition;
  readonly keyCondition?: KeyCondition;
  readonly filter?: Condition;
  readonly projection?: Projection;
}

/** Reads requests' expressions. Programs send the same few texts again and again, so what a text says is kept; what is wrong is not. */
export class ExpressionReader {
  readonly #conditions = new TreeCache(parseCondition);
  readonly #updates = new TreeCache(parseUpdate);
  readonly #projections = new TreeCache(parseProjection);

  /** Reads all expressions of a request, or what stands for them. Throws AWS's errors, in the order in which AWS tells them. */
  read(input: ExpressionInput): Expressions {
    const placeholders = new Placeholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
    const update = bound("UpdateExpression", input, (text) => bindUpdate(this.#updates.read(text), placeholders));
    const condition = bound("ConditionExpression", input, (text) =>
      bindCondition(this.#conditions.read(text), placeholders),
    );
    const toKeys = bound("KeyConditionExpression", input, (text) =>
      bindKeyCondition(this.#conditions.read(text), placeholders),
    );
    const filter = bound("FilterExpression", input, (text) => bindCondition(this.#conditions.read(text), placeholders));
    const projection = bound("ProjectionExpression", input, (text) =>
      bindProjection(this.#projections.read(text), placeholders),
    );
    placeholders.checkAllUsed();
    const olderFilter = input.QueryFilter ?? input.ScanFilter;
    return {
      update: update ?? (input.AttributeUpdates && toUpdate(input.AttributeUpdates)),
      condition: condition ?? (input.Expected && toCondition(input.Expected, input.ConditionalOperator)),
      keyCondition: toKeys?.() ?? (input.KeyConditions && olderKeys(input.KeyConditions)),
      filter: filter ?? (olderFilter && toCondition(olderFilter, input.ConditionalOperator)),
      projection: projection ?? (input.AttributesToGet && projectionOf(input.AttributesToGet.map((name) => [name]))),
    };
  }
}

function olderKeys(conditions: Readonly<Record<string, OlderCondition>>): KeyCondition {
  checkOlderConditions(conditions);
  return toOlderKeyCondition(conditions);
}

function bound<T>(name: ExpressionName, input: ExpressionInput, bind: (text: string) => T): T | undefined {
  const text = input[name];
  if (text === undefined) return undefined;
  try {
    return bind(text);
  } catch (error) {
    if (error instanceof ExpressionError) throw validationException(`Invalid ${name}: ${error.message}`);
    throw error;
  }
}

/** What texts say, by the texts. */
class TreeCache<T> {
  readonly #parse: (text: string) => T;
  readonly #trees = new BoundedCache<string, T>(mostTrees);

  constructor(parse: (text: string) => T) {
    this.#parse = parse;
  }

  read(text: string): T {
    return this.#trees.get(text) ?? this.#trees.set(text, this.#parse(text));
  }
}

/** Of 4 KB at most each. */
const mostTrees = 500;
