import { resourceNotFound } from "../../errors.ts";
import type { IotDataOperation } from "../operation.ts";

/** Ends a client's connection: MQTT 5 is told that it was an administrator. */
export const deleteConnection: IotDataOperation<"DeleteConnection"> = async (input, context) => {
  const { clientId = "", cleanSession: isClean = false, preventWillMessage: preventsWill = false } = input;
  const { connections } = context.state;
  if (!(await connections.disconnect(context, clientId, { isClean, preventsWill })))
    throw resourceNotFound(`The client ${clientId} is not connected.`);
  return {};
};
