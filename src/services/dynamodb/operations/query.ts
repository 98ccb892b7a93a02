import { isNamed } from "../../../platform/aws-error.ts";
import { validationException } from "../errors.ts";
import { checkFilteredAttributes, checkScalarKeys } from "../expressions/check-attributes.ts";
import { checkOlderParameters, checkParameters, type ExpressionInput } from "../expressions/check-parameters.ts";
import { toKeyRange } from "../expressions/key-condition.ts";
import type { DynamoDbContext, DynamoDbOperation } from "../operation.ts";
import { checkSelect, projectionParameter, toSelected } from "../reads/check-select.ts";
import { findSource } from "../reads/find-source.ts";
import { toQueryRange, withStart } from "../reads/query-range.ts";
import { checkQueryStart } from "../reads/query-start.ts";
import { readPage } from "../reads/read-page.ts";
import { checkIndexStart, checkStartValues } from "../reads/start-key.ts";
import { toPageAnswer } from "../reads/to-page-answer.ts";
import { findActiveTable } from "../tables/find-table.ts";
import type { KnownTable } from "../tables/known-table.ts";

/** The items of one hash key, of a table or an index, in the order of their range keys. */
export const query: DynamoDbOperation<"Query"> = async (input, context) => {
  const { ExclusiveStartKey: start, ScanIndexForward = true, Select: select, QueryFilter } = input;
  const given = input as ExpressionInput;
  checkParameters("Query", given);
  checkOlderParameters(given);
  checkSelect(select, projectionParameter(input));
  checkStartValues(start);
  if (!input.KeyConditions && input.KeyConditionExpression === undefined)
    throw validationException(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  const { keyCondition, filter, projection } = context.state.expressions.read(given);
  const conditions = keyCondition?.tests.size ?? 0;
  const table = await findQueried(context, input.TableName, conditions);
  const source = findSource(table, input);
  // Attribute by attribute, as AWS does: a hash key that is not asked for is told before what is wrong with the range key.
  const [hash] = source.key;
  if (start) checkIndexStart(start, source, source.key.slice(0, 1));
  if (start && hash && keyCondition!.tests.has(hash.name)) checkIndexStart(start, source);
  const asked = toKeyRange(keyCondition!, source.key);
  if (start) checkQueryStart(start, table, source, asked);
  if (projection) checkScalarKeys(projection.paths, table.key, table.indexKeys);
  if (filter) checkFilteredAttributes(filter, QueryFilter ? "QueryFilter" : "Filter Expression", source.key);
  const selected = toSelected(select, projection, source);
  if (filter) checkScalarKeys(filter.paths, table.key, table.indexKeys);
  const isBackward = !ScanIndexForward;
  const range = withStart(toQueryRange(asked), start && source.rowKey(start), isBackward);
  const { fetches } = selected;
  const page = await readPage(context, table, { source, range, isBackward, limit: input.Limit, filter, fetches });
  return toPageAnswer(context, table, page, { source, selected, projection, operation: "Query", input });
};

/** Only an index whose key has several attributes can be asked for more than two: else that is told before the table is looked for. */
async function findQueried(
  context: DynamoDbContext,
  name: string | undefined,
  conditions: number,
): Promise<KnownTable> {
  const invalid = () => validationException("Conditions can be of length 1 or 2 only");
  try {
    const table = await findActiveTable(context, name);
    if (conditions > 2 && !table.global.some(({ key }) => key.length > 2)) throw invalid();
    return table;
  } catch (error) {
    throw conditions > 2 && isNamed(error, "ResourceNotFoundException") ? invalid() : error;
  }
}
