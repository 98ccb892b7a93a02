import { validationException } from "../errors.ts";
import { checkScalarKeys } from "../expressions/check-attributes.ts";
import { checkOlderParameters, checkParameters, type ExpressionInput } from "../expressions/check-parameters.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkSelect, projectionParameter, toSelected } from "../reads/check-select.ts";
import { findSource } from "../reads/find-source.ts";
import { withStart } from "../reads/query-range.ts";
import { readPage } from "../reads/read-page.ts";
import { checkScanStart, checkSegment, toSegmentRange } from "../reads/segment.ts";
import { checkStartValues, checkTableStart } from "../reads/start-key.ts";
import { toPageAnswer } from "../reads/to-page-answer.ts";
import { findActiveTable } from "../tables/find-table.ts";

/** All items of a table or an index, or of one of the segments that several readers divide it by. */
export const scan: DynamoDbOperation<"Scan"> = async (input, context) => {
  const { ExclusiveStartKey: start, Select: select } = input;
  const given = input as ExpressionInput;
  checkParameters("Scan", given);
  checkOlderParameters({ AttributesToGet: given.AttributesToGet });
  checkOlderParameters(given);
  checkSelect(select, projectionParameter(input));
  checkStartValues(start);
  checkSegment(input);
  const { filter, projection } = context.state.expressions.read(given);
  const table = await findActiveTable(context, input.TableName);
  const source = findSource(table, input);
  const segment = toSegmentRange(input);
  if (start) checkScanStart(start, source);
  const selected = toSelected(select, projection, source);
  if (start) checkTableStart(start, table);
  const startKey = start && source.rowKey(start);
  if (startKey && (Buffer.compare(startKey, segment.from) < 0 || Buffer.compare(startKey, segment.to) >= 0))
    throw validationException(
      `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${input.TotalSegments} Segment: ${input.Segment}`,
    );
  if (projection) checkScalarKeys(projection.paths, table.key, table.indexKeys);
  if (filter) checkScalarKeys(filter.paths, table.key, table.indexKeys);
  const range = withStart(segment, startKey, false);
  const { fetches } = selected;
  const page = await readPage(context, table, {
    source,
    range,
    isBackward: false,
    limit: input.Limit,
    filter,
    fetches,
  });
  return toPageAnswer(context, table, page, { source, selected, projection, operation: "Scan", input });
};
