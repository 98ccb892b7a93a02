import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import type { SnsState } from "../state.ts";
import { topicsKey } from "../topics/topic.ts";
import { subscriptionStore } from "./subscription-store.ts";

/** An account has subscribed to a topic of another, or has no longer: its own list has it. */
interface OwnersNews {
  readonly owner: string;
  readonly region: string;
  readonly arn: string;
  readonly isThere: boolean;
}

export function toTellOwner(id: string, news: OwnersNews): Effect {
  return { topic: "sns.tell-owner", id, payload: JSON.stringify(news) };
}

export const tellOwner: EffectReceiver<SnsState> = async ({ payload }, _from, { host }) => {
  const { owner, region, arn, isThere } = JSON.parse(payload) as OwnersNews;
  await host.storage
    .partition(topicsKey({ account: owner, region }))
    .write((tx) => (isThere ? subscriptionStore.addForeign(tx, arn) : subscriptionStore.removeForeign(tx, arn)));
  return delivered;
};
