import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { write } from "../parts/change-api.ts";
import { putImportedKeys } from "../usage-plans/import-keys.ts";
import { readKeys } from "../usage-plans/read-keys.ts";

/** Makes API keys of a file of comma-separated values, and puts them into the usage plans that it names. */
export const importApiKeys: ApiGatewayOperation<"ImportApiKeys"> = (
  { body, format, failOnWarnings = false },
  context,
) => {
  if (format !== "csv") throw invalid("Invalid format: it should be csv");
  const keys = readKeys(Buffer.from(body ?? "").toString());
  return write(context, async (tx) => {
    const imported = await putImportedKeys(tx, context, keys);
    if (failOnWarnings && imported.warnings.length > 0) throw invalid(imported.warnings.join("; "));
    return imported;
  });
};
