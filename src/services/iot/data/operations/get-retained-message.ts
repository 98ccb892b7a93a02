import { noRetainedMessage } from "../../errors.ts";
import type { IotDataOperation } from "../operation.ts";

export const getRetainedMessage: IotDataOperation<"GetRetainedMessage"> = async ({ topic = "" }, context) => {
  const found = await context.state.retained.find(context, topic);
  if (!found) throw noRetainedMessage(topic);
  const { head, payload } = found;
  const userProperties = head.userProperties?.map(([key, value]) => ({ [key]: value }));
  return {
    topic,
    payload,
    qos: head.qos,
    lastModifiedTime: head.modifiedMs,
    userProperties: userProperties && Buffer.from(JSON.stringify(userProperties)),
  };
};
