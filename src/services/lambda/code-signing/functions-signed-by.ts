import type { ReadTransaction } from "../../../storage/database.ts";
import { functionArn } from "../functions/function.ts";
import { functionStore } from "../functions/function-store.ts";

const pageSize = 100;

/** ARNs of the functions that use the configuration, by name. */
export async function functionsSignedBy(tx: ReadTransaction, arn: string): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | undefined = ""; after !== undefined; ) {
    const page = await functionStore.list(tx, after, pageSize);
    found.push(...page.filter(({ codeSigning }) => codeSigning === arn).map(({ latest }) => functionArn(latest)));
    after = page.length < pageSize ? undefined : page.at(-1)?.latest.name;
  }
  return found;
}
