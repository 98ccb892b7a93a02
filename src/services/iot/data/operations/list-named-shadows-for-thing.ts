import { fromPageToken, toPageToken } from "../../../page-token.ts";
import { invalidToken } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { shadowsKey } from "../../shadows/shadow.ts";
import { shadowStore } from "../../shadows/shadow-store.ts";
import type { IotDataOperation } from "../operation.ts";

/** The classic shadow has no name, and is not among them. */
export const listNamedShadowsForThing: IotDataOperation<"ListNamedShadowsForThing"> = async (input, context) => {
  const { thingName: thing = "", pageSize = limits.pageSize, nextToken } = input;
  const { account, region, host } = context;
  const after = fromPageToken(nextToken || undefined, invalidToken) ?? "";
  const names = await host.storage
    .partition(shadowsKey({ account, region, thing }))
    .read((tx) => shadowStore.listNames(tx, thing, after, pageSize + 1));
  const results = names.slice(0, pageSize);
  return {
    results,
    nextToken: names.length > pageSize ? toPageToken(results.at(-1) ?? "") : undefined,
    timestamp: Math.floor(host.clock.nowMs() / 1_000),
  };
};
