// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import type { FieldDescription } from "../../../described/field-description.ts";
import { checkDocument } from "../../../policy/policy-document.ts";

/** A policy's document, with what it may name explained. */
export const documentField: FieldDescription = {
  name: "document",
  label: "Policy document",
  kind: "code",
  language: "json",
  heightPixels: 320,
  description:
    "Resources are client/ID, topic/NAME and topicfilter/FILTER. Variables such as ${iot:Connection.Thing.ThingName} stand for who connects.",
  required: "Enter the policy.",
  problem: checkDocument,
};

/** What a first policy begins with: a device connects by its thing's name and speaks on its own topics. */
export function initialDocument({ region, account }: { readonly region: string; readonly account: string }): string {
  const arn = (resource: string) => `arn:aws:iot:${region}:${account}:${resource}`;
  const thing = "${iot:Connection.Thing.ThingName}";
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "iot:Connect", Resource: arn(`client/${thing}`) },
        { Effect: "Allow", Action: ["iot:Publish", "iot:Receive"], Resource: arn(`topic/${thing}/*`) },
        { Effect: "Allow", Action: "iot:Subscribe", Resource: arn(`topicfilter/${thing}/*`) },
      ],
    },
    undefined,
    2,
  );
}
