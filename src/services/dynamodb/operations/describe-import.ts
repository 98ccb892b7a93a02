import { fail } from "../../../platform/aws-error.ts";
import { importNotFound } from "../errors.ts";
import { fromImportArn, importsKey } from "../imports/import.ts";
import { importStore } from "../imports/import-store.ts";
import { toImportDescription } from "../imports/to-import.ts";
import type { DynamoDbOperation } from "../operation.ts";

export const describeImport: DynamoDbOperation<"DescribeImport"> = async ({ ImportArn: arn = "" }, context) => {
  const id = fromImportArn(arn) ?? fail(importNotFound(arn));
  const found = await context.host.storage
    .partition(importsKey(context))
    .read((tx) => importStore.find(tx, context, id));
  return { ImportTableDescription: toImportDescription(found ?? fail(importNotFound(arn))) };
};
