import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  type Policy,
} from "@aws-sdk/client-iot";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { usePolicyChoices } from "../choices.ts";
import { policyPath } from "../paths.ts";

/** What the holder of a certificate, or the things of a group, may do: the policies that are attached to its ARN. */
export function AttachedPolicies({ target }: { target: string }) {
  const client = useClient(IoTClient);
  const policies = useLive(
    `iot/attached/${target}`,
    async () => (await client.send(new ListAttachedPoliciesCommand({ target, pageSize: 250 }))).policies ?? [],
  );
  return (
    <PartTable<Policy>
      id="iot.attached-policies"
      title="Policies"
      noun="policies"
      one="policy"
      live={policies}
      rowId={({ policyName = "" }) => policyName}
      name={({ policyName = "" }) => policyName}
      columns={[
        {
          id: "name",
          header: "Name",
          cell: ({ policyName = "" }) => <RouteLink href={policyPath(policyName)}>{policyName}</RouteLink>,
          value: ({ policyName = "" }) => policyName,
        },
      ]}
      empty="No policies: nothing is allowed."
      create={{
        text: "Attach policy",
        initial: {},
        fields: [
          {
            name: "policy",
            label: "Policy",
            kind: "choice",
            useChoices: usePolicyChoices,
            placeholder: "Choose a policy",
            required: "Choose a policy.",
          },
        ],
        save: ({ policy: policyName }) => client.send(new AttachPolicyCommand({ policyName, target })),
        done: ({ policy }) => `Successfully attached policy ${policy}.`,
      }}
      remove={{
        text: "Detach",
        body: () => "What the policy allows is allowed no more.",
        run: ({ policyName }) => client.send(new DetachPolicyCommand({ policyName, target })),
      }}
    />
  );
}
