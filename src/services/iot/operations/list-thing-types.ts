import type { IotOperation } from "../operation.ts";
import { listPage } from "../registry/list-page.ts";
import { findType } from "../things/find-type.ts";
import { thingTypeArn, thingTypes, toThingTypeMetadata, toThingTypeProperties } from "../things/thing-type.ts";

export const listThingTypes: IotOperation<"ListThingTypes"> = async (input, context) => {
  const { thingTypeName } = input;
  const { page, nextToken } = await context.state.registry.read(context, async (tx) => {
    if (thingTypeName === undefined) return listPage(input, (rows) => thingTypes.list(tx, rows));
    const record = await findType(tx, thingTypeName);
    return { page: [{ name: thingTypeName, position: thingTypeName, record }], nextToken: undefined };
  });
  return {
    thingTypes: page.map(({ name, record }) => ({
      thingTypeName: name,
      thingTypeArn: thingTypeArn(context, name),
      thingTypeProperties: toThingTypeProperties(record),
      thingTypeMetadata: toThingTypeMetadata(record),
    })),
    nextToken,
  };
};
