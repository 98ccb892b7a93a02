import { fail } from "../../../platform/aws-error.ts";
import { exportNotFound } from "../errors.ts";
import { exportsKey, fromExportArn } from "../exports/export.ts";
import { exportStore } from "../exports/export-store.ts";
import { toExportDescription } from "../exports/to-export.ts";
import type { DynamoDbOperation } from "../operation.ts";

export const describeExport: DynamoDbOperation<"DescribeExport"> = async ({ ExportArn: arn = "" }, context) => {
  const id = fromExportArn(arn) ?? fail(exportNotFound(arn));
  const found = await context.host.storage
    .partition(exportsKey(context))
    .read((tx) => exportStore.find(tx, context, id));
  return { ExportDescription: toExportDescription(found ?? fail(exportNotFound(arn))) };
};
