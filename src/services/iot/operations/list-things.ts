import type { IotOperation } from "../operation.ts";
import { listWanted } from "../registry/list-page.ts";
import { type Thing, thingArn, things } from "../things/thing.ts";

/** All, or those of a type or with an attribute. */
export const listThings: IotOperation<"ListThings"> = async (input, context) => {
  const { attributeName, attributeValue, thingTypeName, usePrefixAttributeValue = false } = input;
  const hasAttribute = ({ attributes }: Thing) => {
    if (attributeName === undefined) return true;
    const value = attributes[attributeName];
    if (value === undefined || attributeValue === undefined) return value !== undefined;
    return usePrefixAttributeValue ? value.startsWith(attributeValue) : value === attributeValue;
  };
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listWanted(
      input,
      tx,
      (reading, rows) => things.list(reading, rows),
      ({ record }) => hasAttribute(record) && (thingTypeName === undefined || record.typeName === thingTypeName),
    ),
  );
  return {
    things: page.map(({ name, record }) => ({
      thingName: name,
      thingTypeName: record.typeName,
      thingArn: thingArn(context, name),
      attributes: { ...record.attributes },
      version: record.version,
    })),
    nextToken,
  };
};
