import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { ServiceHost } from "../../service.ts";
import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";
import { readSubscription, toSubscriptionName } from "../subscriptions/find-subscription.ts";
import type { Subscription } from "../subscriptions/subscription.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { toSubscription } from "../subscriptions/to-subscription.ts";
import { topicsKey } from "../topics/topic.ts";

/** The account's, to topics of its own and then to those of others, a hundred at a time. */
export const listSubscriptions: SnsOperation<"ListSubscriptions"> = async ({ NextToken }, context) => {
  const { account, region, host } = context;
  const invalidToken = () => invalidParameter("NextToken");
  const position = fromPageToken(NextToken, invalidToken) ?? "own//";
  const [list, first = "", second = ""] = position.split("/");
  const at = { account, region };
  const partition = host.storage.partition(topicsKey(at));
  const most = limits.pageSize + 1;
  const own =
    list === "own"
      ? await partition.read((tx) => subscriptionStore.ofOwner(tx, at, account, { topic: first, id: second }, most))
      : [];
  if (own.length === most) {
    const page = own.slice(0, limits.pageSize);
    const last = page.at(-1) as Subscription;
    return { Subscriptions: page.map(toSubscription), NextToken: toPageToken(`own/${last.topic.name}/${last.id}`) };
  }
  const after = list === "foreign" ? first : "";
  const left = limits.pageSize - own.length;
  const arns = await partition.read((tx) => subscriptionStore.foreign(tx, after, left + 1));
  const shown = arns.slice(0, left);
  const foreign = await readAll(host, shown);
  const next = arns.length > left ? toPageToken(`foreign/${shown.at(-1) ?? ""}`) : undefined;
  return { Subscriptions: [...own, ...foreign].map(toSubscription), NextToken: next };
};

/** Those whose topics have gone meanwhile are none any more. */
async function readAll(host: ServiceHost, arns: readonly string[]): Promise<Subscription[]> {
  const found = await Promise.all(arns.map((arn) => readSubscription(host, toSubscriptionName(arn))));
  return found.filter((subscription) => subscription !== undefined);
}
