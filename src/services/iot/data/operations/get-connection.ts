import { notSupported, resourceNotFound } from "../../errors.ts";
import type { IotDataOperation } from "../operation.ts";

/** Of who has gone it is known as long as the session is kept, and half an hour at the most, as on AWS; why a client has gone is not. */
const rememberedMs = 30 * 60_000;

export const getConnection: IotDataOperation<"GetConnection"> = async (input, context) => {
  const { clientId = "", includeSocketInformation } = input;
  if (includeSocketInformation) throw notSupported("socket information of connections");
  const { connections, sessions } = context.state;
  const facts = await connections.describe(context, clientId);
  if (facts)
    return {
      clientId,
      connected: true,
      thingName: facts.thingName ?? undefined,
      cleanSession: facts.isClean,
      keepAliveDuration: facts.keepAliveSeconds,
      connectedSince: facts.connectedMs,
      sessionExpiry: facts.expirySeconds,
    };
  const session = await sessions.find(context, clientId);
  const sinceMs = session?.disconnectedMs;
  if (sinceMs === undefined || context.host.clock.nowMs() > sinceMs + rememberedMs)
    throw resourceNotFound(`The client ${clientId} is not connected.`);
  return {
    clientId,
    connected: false,
    cleanSession: false,
    disconnectedSince: sinceMs,
    sessionExpiry: session?.expirySeconds,
  };
};
