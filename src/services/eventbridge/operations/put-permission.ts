import { checkPolicy, withPermission } from "../buses/bus-policy.ts";
import { changeBus } from "../buses/change-bus.ts";
import { invalidParameter, validation } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

/** Lets another account, or everybody, put events; or sets the whole policy. */
export const putPermission: EventsOperation<"PutPermission"> = async (input, context) => {
  const { EventBusName, Policy, Action: action, Principal: principal, StatementId: id, Condition: condition } = input;
  if (Policy !== undefined) {
    if ((action ?? principal ?? id ?? condition) !== undefined)
      throw validation("Policy cannot be provided with Action, Principal, StatementId or Condition.");
    const policy = checkPolicy(Policy);
    await changeBus(context, EventBusName, (bus) => ({ ...bus, policy }));
    return {};
  }
  if (principal === undefined) throw invalidParameter("Principal", "Principal is a required argument.");
  if (id === undefined) throw invalidParameter("StatementId", "StatementId is a required argument.");
  if (action !== "events:PutEvents") throw validation("Provided value in parameter 'action' is not supported.");
  await changeBus(context, EventBusName, (bus) => ({
    ...bus,
    policy: withPermission(context, bus, { id, principal, action, condition }),
  }));
  return {};
};
