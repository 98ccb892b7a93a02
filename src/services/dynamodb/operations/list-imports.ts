import { invalidNextToken } from "../errors.ts";
import { importsKey } from "../imports/import.ts";
import { importStore } from "../imports/import-store.ts";
import { toImportSummary } from "../imports/to-import.ts";
import { limits } from "../limits.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { checkTableName } from "../tables/check-table-name.ts";

/** The account's imports in the region, or a table's, the latest first. */
export const listImports: DynamoDbOperation<"ListImports"> = async (input, context) => {
  const { PageSize: limit = limits.importsPerPage } = input;
  const table = input.TableArn === undefined ? undefined : checkTableName(input.TableArn, context).name;
  const after = input.NextToken === undefined ? undefined : fromToken(input.NextToken);
  const found = await context.host.storage
    .partition(importsKey(context))
    .read((tx) => importStore.list(tx, context, { table, after, limit: limit + 1 }));
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { ImportSummaryList: page.map(toImportSummary), NextToken: last && toToken(last.id) };
};

/** AWS's tokens of this list are hexadecimal, 112 characters at least. */
const tokenBytes = 56;

function toToken(id: string): string {
  return Buffer.from(id.padEnd(tokenBytes)).toString("hex");
}

function fromToken(token: string): string {
  const id = Buffer.from(token, "hex").toString("latin1").trimEnd();
  if (!/^\d+-[0-9a-f]+$/.test(id)) throw invalidNextToken();
  return id;
}
