import { checkAttributes, withoutEmpty } from "../things/check-attributes.ts";
import type { ThingGroup } from "./thing-group.ts";

interface GivenProperties {
  readonly thingGroupDescription?: string | undefined;
  readonly attributePayload?:
    | { readonly attributes?: Readonly<Record<string, string>> | undefined; readonly merge?: boolean | undefined }
    | undefined;
}

/** What a request says of a group, over what is there. */
export function toGroupProperties(
  given: GivenProperties | undefined,
  former: Pick<ThingGroup, "description" | "attributes"> = { attributes: {} },
): Pick<ThingGroup, "description" | "attributes"> {
  const { thingGroupDescription, attributePayload } = given ?? {};
  const attributes = attributePayload?.attributes
    ? withoutEmpty(
        attributePayload.merge ? { ...former.attributes, ...attributePayload.attributes } : attributePayload.attributes,
      )
    : former.attributes;
  checkAttributes(attributes, true);
  return { description: thingGroupDescription ?? former.description, attributes };
}
