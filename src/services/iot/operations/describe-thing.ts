import { thingNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { thingArn, things } from "../things/thing.ts";

/** A thing's default client id is its name. */
export const describeThing: IotOperation<"DescribeThing"> = async ({ thingName: name = "" }, context) => {
  const thing = await context.state.registry.read(context, (tx) => things.find(tx, name));
  if (!thing) throw thingNotFound(name);
  return {
    defaultClientId: name,
    thingName: name,
    thingId: thing.id,
    thingArn: thingArn(context, name),
    thingTypeName: thing.typeName,
    attributes: { ...thing.attributes },
    version: thing.version,
    billingGroupName: thing.billingGroupName,
  };
};
