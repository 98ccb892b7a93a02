import { DLMClient, GetLifecyclePoliciesCommand, type LifecyclePolicySummary } from "@aws-sdk/client-dlm";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { policyPath } from "../paths.ts";
import { usePolicyActions } from "../policies/policy-actions.tsx";

export function Component() {
  const several = useSeveral();
  const client = useClient(DLMClient);
  const live = useLive(
    "dlm/policies",
    async (abortSignal) => (await client.send(new GetLifecyclePoliciesCommand({}), { abortSignal })).Policies ?? [],
  );
  const { remove, setState } = usePolicyActions(live.refresh);
  return (
    <ListPage<LifecyclePolicySummary>
      id="ec2.lifecycle-policies"
      title="Lifecycle Manager"
      noun="policies"
      feature="Data Lifecycle Manager"
      live={live}
      columns={columns}
      rowId={({ PolicyId = "" }) => PolicyId}
      select="multi"
      sortBy={{ column: "id" }}
      filters={[{ id: "state", label: "Policy status", value: ({ State = "" }) => State }]}
      create={{ text: "Create lifecycle policy", href: "/console/ec2/create-lifecycle-policy" }}
      empty="No lifecycle policies. A policy takes snapshots by schedule and deletes those that are too many or too old."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <Button
            disabled={!selected}
            onClick={() => selected && void setState(selected, selected.State === "ENABLED" ? "DISABLED" : "ENABLED")}
          >
            {selected?.State === "DISABLED" ? "Enable" : "Disable"}
          </Button>
          <RouteButton disabled={!selected} href={`/console/ec2/edit-lifecycle-policy/${selected?.PolicyId ?? ""}`}>
            Modify
          </RouteButton>
          <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "lifecycle policies", remove)}>
            Delete
          </Button>
        </>
      )}
    />
  );
}

const columns: readonly Column<LifecyclePolicySummary>[] = [
  {
    id: "id",
    header: "Policy ID",
    cell: ({ PolicyId = "" }) => <RouteLink href={policyPath(PolicyId)}>{PolicyId}</RouteLink>,
    value: ({ PolicyId }) => PolicyId,
    width: 240,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description,
    value: ({ Description }) => Description,
    width: 280,
  },
  { id: "state", header: "Policy status", cell: ({ State }) => State, value: ({ State }) => State, width: 140 },
  {
    id: "type",
    header: "Policy type",
    cell: () => "EBS snapshot policy",
    value: ({ PolicyType }) => PolicyType,
    width: 180,
  },
];
