import type { ServiceTimer } from "../../service.ts";
import type { SnsState } from "../state.ts";
import { removeSubscription } from "./remove-subscription.ts";
import { subscriptionStore } from "./subscription-store.ts";

export const expireTimer = "sns.expire-token";

/** A token's time is over: what it should have confirmed goes with it. Source: "ConfirmSubscription". */
export const expireToken: ServiceTimer<SnsState>["fire"] = async (firing, { host }) => {
  const effectId = host.random.uuid();
  const { account, region } = firing.from;
  await host.storage.partition(firing.from).write(async (tx) => {
    await firing.settle(tx);
    const confirmation = await subscriptionStore.findToken(tx, firing.key);
    if (!confirmation) return;
    await subscriptionStore.removeToken(tx, firing.key);
    const { topic, subscription } = confirmation;
    const found = await subscriptionStore.find(tx, { account, region }, topic, subscription);
    if (found?.isPending) await removeSubscription(tx, found, effectId);
  });
};
