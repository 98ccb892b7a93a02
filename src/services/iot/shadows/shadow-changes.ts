import type { Effect } from "../../../storage/database.ts";
import type { EffectKind } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import type { MessageBroker } from "../messages/message-broker.ts";
import { type Shadow, type ShadowName, shadowTopic, toSections } from "./shadow.ts";
import { toDelta } from "./shadow-state.ts";

/** JSON. What an update made of a shadow. */
export interface ShadowChange {
  readonly previous: Shadow | undefined;
  readonly current: Shadow;
  readonly clientToken: string | undefined;
}

interface Told extends ShadowChange {
  readonly name: ShadowName;
}

export function toChangeEffect(id: string, name: ShadowName, change: ShadowChange): Effect {
  const { account, region, thing, shadow } = name;
  const told: Told = { name: { account, region, thing, shadow }, ...change };
  return { topic: "iot.shadow-change", id, payload: JSON.stringify(told) };
}

/**
 * What is told of each change: all of it to `update/documents`, and what differs to `update/delta`. It is of the update's own commit, so no stop loses it, and a
 * thing's changes are told in their order. Source: "Device Shadow MQTT topics".
 */
export const tellChange: EffectKind<{ readonly broker: MessageBroker }> = {
  order: ({ payload }) => {
    const { name } = JSON.parse(payload) as Told;
    return `${name.thing} ${name.shadow}`;
  },
  atOnce: 16,
  receive: async (effect, _from, { host, state: { broker } }) => {
    const { name, previous, current, clientToken } = JSON.parse(effect.payload) as Told;
    const { account, region } = name;
    const { timestamp, version, desired, reported, desiredTimes } = current;
    const token = clientToken === undefined ? {} : { clientToken };
    const publish = (suffix: string, document: object) =>
      broker.publish({
        account,
        region,
        topic: `${shadowTopic(name)}/${suffix}`,
        payload: Buffer.from(JSON.stringify(document)),
        qos: 1,
        retain: false,
        publishedMs: host.clock.nowMs(),
        properties: undefined,
        source: {},
      });
    const delta = toDelta(desired, reported, desiredTimes);
    if (delta)
      await publish("update/delta", { version, timestamp, state: delta.state, metadata: delta.metadata, ...token });
    await publish("update/documents", {
      ...(previous && { previous: toDocument(previous) }),
      current: toDocument(current),
      timestamp,
      ...token,
    });
    return delivered;
  },
};

function toDocument({ desired, reported, desiredTimes, reportedTimes, version }: Shadow) {
  return {
    state: toSections(desired, reported),
    metadata: toSections(desiredTimes, reportedTimes),
    version,
  };
}
