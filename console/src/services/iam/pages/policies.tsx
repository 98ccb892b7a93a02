import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  type Policy,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { useRemoveRows } from "../../../table/use-remove-rows.tsx";
import { policyPath } from "../paths.ts";
import { usePolicies } from "../use-policies.ts";

export function Component() {
  const policies = usePolicies();
  const remove = useDeletePolicies(policies.refresh);
  return (
    <Page title="Policies" breadcrumbs={[]} titleInContent>
      <ResourceTable
        id="iam.policies"
        title="Policies"
        titleVariant="h1"
        variant="full-page"
        noun="policies"
        description="A policy is an object in AWS that defines permissions."
        live={policies}
        columns={columns}
        rowId={({ Arn = "" }) => Arn}
        rowName={({ PolicyName = "" }) => PolicyName}
        select="multi"
        rowArn={({ Arn }) => Arn}
        sortBy={{ column: "name" }}
        filters={[{ id: "type", label: "Type", value: typeOf }]}
        empty={{ text: "No policies." }}
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0 || selected.some(isAwsManaged)}
              onClick={() => void remove(selected)}
            >
              Delete
            </Button>
            <RouteButton variant="primary" href="/console/iam/policies/create">
              Create policy
            </RouteButton>
          </>
        )}
      />
    </Page>
  );
}

/** Asks, deletes the versions that are not the default, then the policies. */
export function useDeletePolicies(onChange: () => void): (policies: readonly Policy[]) => Promise<boolean> {
  const client = useClient(IAMClient);
  const removeRows = useRemoveRows();
  return (items) =>
    removeRows({
      items,
      one: "policy",
      noun: "policies",
      name: ({ PolicyName = "" }) => PolicyName,
      typed: items.length === 1 ? items[0]?.PolicyName : "delete",
      body: ({ PolicyName }) => (
        <>
          <b>{PolicyName}</b> and all its versions are deleted for good. It must not be attached to anything.
        </>
      ),
      run: async ({ Arn: PolicyArn }) => {
        const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));
        for (const { VersionId, IsDefaultVersion } of Versions) {
          if (!IsDefaultVersion) await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
        }
        await client.send(new DeletePolicyCommand({ PolicyArn }));
      },
      onChange,
    });
}

export function isAwsManaged({ Arn = "" }: Policy): boolean {
  return Arn.startsWith("arn:aws:iam::aws:");
}

function typeOf(policy: Policy): string {
  return isAwsManaged(policy) ? "AWS managed" : "Customer managed";
}

const columns: readonly Column<Policy>[] = [
  {
    id: "name",
    header: "Policy name",
    cell: ({ Arn = "", PolicyName }) => <RouteLink href={policyPath(Arn)}>{PolicyName}</RouteLink>,
    value: ({ PolicyName }) => PolicyName,
    width: 360,
  },
  { id: "type", header: "Type", cell: typeOf, value: typeOf, width: 170 },
  {
    id: "used",
    header: "Attached to",
    cell: ({ AttachmentCount = 0 }) => (AttachmentCount === 1 ? "1 entity" : `${AttachmentCount} entities`),
    value: ({ AttachmentCount = 0 }) => AttachmentCount,
    width: 140,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description ?? "-",
    value: ({ Description }) => Description,
    width: 360,
  },
];
