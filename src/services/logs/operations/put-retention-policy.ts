import { invalidParameter } from "../errors.ts";
import { changeGroup } from "../groups/change-group.ts";
import type { LogsOperation } from "../operation.ts";

/** Events older than this are not seen from now on. */
export const putRetentionPolicy: LogsOperation<"PutRetentionPolicy"> = async (
  { logGroupName, retentionInDays },
  context,
) => {
  if (!possibleDays.includes(retentionInDays)) {
    throw invalidParameter(
      `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${possibleDays.join(", ")}]`,
    );
  }
  await changeGroup(context, logGroupName, () => ({ retentionDays: retentionInDays }));
  return {};
};

/** Source: "PutRetentionPolicy". */
const possibleDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
