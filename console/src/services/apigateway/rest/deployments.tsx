import type { Deployment } from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import { PartTable } from "../../../described/part-table.tsx";
import { formatTime } from "../../../text/times.ts";

interface DeploymentsProps {
  readonly deployments: readonly Deployment[];
  readonly active: string | undefined;
  readonly onActivate: (id: string) => void;
}

/** What was deployed, and which of it the stage serves. */
export function Deployments({ deployments, active, onActivate }: DeploymentsProps) {
  return (
    <PartTable<Deployment>
      id="apigateway.deployments"
      title="Deployment history"
      noun="deployments"
      one="deployment"
      live={{ data: deployments, error: undefined, isLoading: false, refresh: () => {} }}
      rowId={({ id = "" }) => id}
      name={({ id = "" }) => id}
      columns={[
        {
          id: "created",
          header: "Deployed",
          cell: (one) => formatTime(one.createdDate),
          value: (one) => one.createdDate?.getTime(),
          width: 290,
        },
        { id: "status", header: "Status", cell: ({ id }) => (id === active ? "Active" : "-"), width: 100 },
        { id: "description", header: "Description", cell: (one) => one.description || "-", width: 220 },
        { id: "id", header: "Deployment ID", cell: (one) => one.id, value: (one) => one.id, width: 150 },
      ]}
      empty="No deployments."
      more={(selected) => (
        <Button disabled={!selected || selected.id === active} onClick={() => onActivate(selected?.id ?? "")}>
          Change active deployment
        </Button>
      )}
    />
  );
}
