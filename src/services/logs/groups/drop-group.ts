import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import type { LogsState } from "../state.ts";
import { groupKey } from "./log-group.ts";

export const dropGroupTopic = "cloudwatch-logs.drop-group";

/** Removes the streams and events of a deleted group. Doing it again does nothing, so deliveries need no memory. */
export const dropGroup: EffectReceiver<LogsState> = async ({ payload }, from, { host }) => {
  const { groupId } = JSON.parse(payload) as { groupId: string };
  await host.storage.partition(groupKey(from, groupId)).drop();
  return delivered;
};
