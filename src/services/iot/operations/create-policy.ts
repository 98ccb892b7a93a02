import { resourceAlreadyExists } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { checkPolicyDocument } from "../policies/check-policy-document.ts";
import { policies, policyArn } from "../policies/policy.ts";
import { toTags } from "../tags/tags.ts";

export const createPolicy: IotOperation<"CreatePolicy"> = async (input, context) => {
  const { policyName: name = "", policyDocument: document = "", tags } = input;
  checkPolicyDocument(document);
  const { clock, random } = context.host;
  const nowMs = clock.nowMs();
  const arn = policyArn(context, name);
  await context.state.registry.write(context, async (tx) => {
    if (await policies.find(tx, name))
      throw resourceAlreadyExists(`Policy cannot be created - name already exists (name=${name})`, { id: name, arn });
    await policies.put(tx, name, {
      createdMs: nowMs,
      modifiedMs: nowMs,
      generation: random.uuid(),
      defaultVersion: "1",
      nextVersion: 2,
      versions: { "1": { document, createdMs: nowMs } },
      tags: toTags(tags),
    });
  });
  return { policyName: name, policyArn: arn, policyDocument: document, policyVersionId: "1" };
};
