import { accountOf, toAccount } from "../accounts/account.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { read } from "../parts/change-api.ts";

export const getAccount: ApiGatewayOperation<"GetAccount"> = (_input, context) =>
  read(context, async (tx) => toAccount(await accountOf(tx)));
