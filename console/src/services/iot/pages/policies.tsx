import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  IoTClient,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  type Policy,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { policyPath } from "../paths.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(IoTClient);
  const confirmed = useConfirmed();
  const policies = useLive("iot/policies", () =>
    readAll(
      async (marker) => {
        const page = await client.send(new ListPoliciesCommand({ marker, pageSize: 250 }));
        return { ...page, nextToken: page.nextMarker };
      },
      (page) => page.policies,
    ),
  );
  const remove = ({ policyName = "" }: Policy) =>
    confirmed(
      {
        title: `Delete policy ${policyName}?`,
        body: "It is deleted with all its versions. Detach it first from what it is attached to.",
        action: "Delete",
        typed: "delete",
      },
      async () => {
        const { policyVersions = [] } = await client.send(new ListPolicyVersionsCommand({ policyName }));
        for (const { versionId, isDefaultVersion } of policyVersions)
          if (!isDefaultVersion)
            await client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId: versionId }));
        await client.send(new DeletePolicyCommand({ policyName }));
      },
      {
        done: `Successfully deleted policy ${policyName}.`,
        failed: `The policy ${policyName} could not be deleted`,
        onChange: policies.refresh,
      },
    );
  return (
    <ListPage<Policy>
      id="iot.policies"
      title="Policies"
      noun="policies"
      description="What devices may do: connect, publish, subscribe and receive. A policy is attached to certificates and groups."
      feature="AWS IoT"
      live={policies}
      rowId={({ policyName = "" }) => policyName}
      select="multi"
      rowArn={({ policyArn }) => policyArn}
      sortBy={{ column: "name" }}
      columns={[
        {
          id: "name",
          header: "Name",
          cell: ({ policyName = "" }) => <RouteLink href={policyPath(policyName)}>{policyName}</RouteLink>,
          value: ({ policyName = "" }) => policyName,
          width: 300,
        },
        {
          id: "arn",
          header: "ARN",
          cell: ({ policyArn }) => policyArn,
          value: ({ policyArn = "" }) => policyArn,
          width: 460,
        },
      ]}
      create={{ text: "Create policy", href: "/console/iot/create-policy" }}
      empty="No policies: no device may do anything."
      actions={(chosen) => (
        <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "policies", remove)}>
          Delete
        </Button>
      )}
    />
  );
}
