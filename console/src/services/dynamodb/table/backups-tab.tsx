import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { BackupTable } from "./backup-table.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";

export function BackupsTab({ table: { TableName = "" } }: { table: TableDescription }) {
  return (
    <SpaceBetween size="l">
      <Recovery name={TableName} />
      <BackupTable table={TableName} />
    </SpaceBetween>
  );
}

function Recovery({ name }: { name: string }) {
  const client = useClient(DynamoDBClient);
  const notify = useNotify();
  const [isRestoring, setRestoring] = useState(false);
  const live = useLive(`dynamodb/recovery/${name}`, async (abortSignal) => {
    const { ContinuousBackupsDescription: found } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName: name }),
      { abortSignal },
    );
    return found?.PointInTimeRecoveryDescription ?? {};
  });
  const isOn = live.data?.PointInTimeRecoveryStatus === "ENABLED";
  const turn = useAction(
    async () => {
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: !isOn };
      await client.send(new UpdateContinuousBackupsCommand({ TableName: name, PointInTimeRecoverySpecification }));
      live.refresh();
    },
    (error) => notify.error("Point-in-time recovery could not be changed", error),
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Every change is kept, so that the table can be restored to any second of the last days."
          actions={
            <div className="squall-actions">
              <Button loading={turn.isRunning} disabled={!live.data} onClick={() => void turn.run()}>
                {isOn ? "Turn off" : "Turn on"}
              </Button>
              <Button disabled={!isOn} onClick={() => setRestoring(true)}>
                Restore
              </Button>
            </div>
          }
        >
          Point-in-time recovery (PITR)
        </Header>
      }
    >
      <Loaded live={live} what="point-in-time recovery">
        {(found) => (
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Status", value: isOn ? "On" : "Off" },
              { label: "Earliest restore point", value: formatTime(found.EarliestRestorableDateTime) },
              { label: "Latest restore point", value: formatTime(found.LatestRestorableDateTime) },
            ]}
          />
        )}
      </Loaded>
      {isRestoring && (
        <RestoreDialog
          title={`Restore ${name} to its latest restore point`}
          suggested={`${name}-restored`}
          restore={(TargetTableName) =>
            client.send(
              new RestoreTableToPointInTimeCommand({
                SourceTableName: name,
                TargetTableName,
                UseLatestRestorableTime: true,
              }),
            )
          }
          onClose={() => setRestoring(false)}
        />
      )}
    </Container>
  );
}
