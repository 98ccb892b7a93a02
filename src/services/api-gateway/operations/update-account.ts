import { accountOf, patchAccount, toAccount } from "../accounts/account.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";

/** The role by which stages write execution logs. */
export const updateAccount: ApiGatewayOperation<"UpdateAccount"> = ({ patchOperations }, context) =>
  write(context, async (tx) => {
    const account = applyPatches(await accountOf(tx), patchOperations, patchAccount);
    await partStore.put(tx, ofAccount, "Account", account);
    return toAccount(account);
  });
