import {
  DeleteProvisionedConcurrencyConfigCommand,
  LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
  type ProvisionedConcurrencyConfigListItem,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { ProvisionedDialog } from "./provisioned-dialog.tsx";

/** "Provisioned concurrency configurations": environments that wait, initialised, for a version or an alias. */
export function ProvisionedConcurrency({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const [edited, setEdited] = useState<"new" | ProvisionedConcurrencyConfigListItem>();
  const configs = useLive(`lambda/provisioned/${name}`, async () => {
    const { ProvisionedConcurrencyConfigs = [] } = await client.send(
      new ListProvisionedConcurrencyConfigsCommand({ FunctionName: name }),
    );
    return ProvisionedConcurrencyConfigs;
  });
  const remove = async (config: ProvisionedConcurrencyConfigListItem) => {
    const Qualifier = qualifierOf(config);
    await confirmed(
      {
        title: `Delete the provisioned concurrency of ${name}:${Qualifier}?`,
        body: (
          <>
            The environments that wait for <b>{Qualifier}</b> are stopped. Calls start environments as they need them.
          </>
        ),
        action: "Delete",
      },
      () => client.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName: name, Qualifier })),
      {
        done: `The provisioned concurrency of ${name}:${Qualifier} was deleted.`,
        failed: "The provisioned concurrency could not be deleted",
        onChange: configs.refresh,
      },
    );
  };
  return (
    <>
      <ResourceTable
        id="lambda.provisioned"
        title="Provisioned concurrency configurations"
        titleVariant="h2"
        noun="configurations"
        description="To enable your function to scale without fluctuations in latency, use provisioned concurrency."
        live={configs}
        columns={columns}
        rowId={qualifierOf}
        select="single"
        feature="provisioned concurrency"
        empty={{ text: "No configurations. They are for published versions and aliases." }}
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => selected && void remove(selected)}>
              Remove
            </Button>
            <Button disabled={!selected} ariaLabel="Edit provisioned concurrency" onClick={() => setEdited(selected)}>
              Edit
            </Button>
            <Button onClick={() => setEdited("new")}>Add configuration</Button>
          </>
        )}
      />
      {edited !== undefined && (
        <ProvisionedDialog
          name={name}
          qualifier={edited === "new" ? undefined : qualifierOf(edited)}
          requested={edited === "new" ? undefined : edited.RequestedProvisionedConcurrentExecutions}
          configured={(configs.data ?? []).map(qualifierOf)}
          onSaved={configs.refresh}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

/** The last part of the ARN: a version's number or an alias's name. */
function qualifierOf({ FunctionArn = "" }: ProvisionedConcurrencyConfigListItem): string {
  return FunctionArn.slice(FunctionArn.lastIndexOf(":") + 1);
}

const statuses = { READY: "success", IN_PROGRESS: "in-progress", FAILED: "error" } as const;

const columns: readonly Column<ProvisionedConcurrencyConfigListItem>[] = [
  { id: "qualifier", header: "Qualifier", cell: qualifierOf, value: qualifierOf },
  {
    id: "requested",
    header: "Provisioned concurrency",
    cell: (config) => config.RequestedProvisionedConcurrentExecutions,
    value: (config) => config.RequestedProvisionedConcurrentExecutions,
  },
  {
    id: "available",
    header: "Available",
    cell: (config) => config.AvailableProvisionedConcurrentExecutions,
    value: (config) => config.AvailableProvisionedConcurrentExecutions,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ Status = "IN_PROGRESS", StatusReason }) => (
      <StatusIndicator type={statuses[Status]}>{StatusReason ?? statusTexts[Status]}</StatusIndicator>
    ),
    value: ({ Status }) => Status,
  },
];

const statusTexts = { READY: "Ready", IN_PROGRESS: "In progress", FAILED: "Failed" } as const;
