import { CreatePolicyCommand, IoTClient } from "@aws-sdk/client-iot";
import { useMemo } from "react";
import { CreatePage } from "../../../described/create-page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { policyPath } from "../paths.ts";
import { documentField, initialDocument } from "../policy/policy-fields.ts";

export function Component() {
  const client = useClient(IoTClient);
  const { account, region } = useSession();
  const initial = useMemo(() => ({ document: initialDocument({ account, region }) }), [account, region]);
  return (
    <CreatePage
      title="Create policy"
      breadcrumbs={[{ text: "Policies", href: "/console/iot/policies" }]}
      sections={[
        {
          title: "Policy properties",
          fields: [
            {
              name: "name",
              label: "Policy name",
              required: "Enter a name for the policy.",
              problem: (name) =>
                /^[\w+=,.@-]{1,128}$/.test(name) ? undefined : "Use up to 128 letters, digits and _+=,.@- characters.",
            },
          ],
        },
        { title: "Policy statements", fields: [documentField] },
      ]}
      initial={initial}
      submit="Create"
      cancelTo="/console/iot/policies"
      failed="The policy could not be created"
      save={async ({ name: policyName = "", document: policyDocument }) => {
        await client.send(new CreatePolicyCommand({ policyName, policyDocument }));
        return { to: policyPath(policyName), done: `Successfully created policy ${policyName}.` };
      }}
    />
  );
}
