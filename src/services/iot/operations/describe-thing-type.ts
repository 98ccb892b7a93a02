import type { IotOperation } from "../operation.ts";
import { findType } from "../things/find-type.ts";
import { thingTypeArn, toThingTypeMetadata, toThingTypeProperties } from "../things/thing-type.ts";

export const describeThingType: IotOperation<"DescribeThingType"> = async ({ thingTypeName: name = "" }, context) => {
  const type = await context.state.registry.read(context, (tx) => findType(tx, name));
  return {
    thingTypeName: name,
    thingTypeId: type.id,
    thingTypeArn: thingTypeArn(context, name),
    thingTypeProperties: toThingTypeProperties(type),
    thingTypeMetadata: toThingTypeMetadata(type),
  };
};
