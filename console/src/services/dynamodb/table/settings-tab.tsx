import {
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type TableDescription,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";
import { CapacityFields, toThroughput } from "./capacity-fields.tsx";
import { capacityText, isOnDemand } from "./table.ts";

interface TabProps {
  readonly table: TableDescription;
  readonly onChange: () => void;
}

export function SettingsTab({ table, onChange }: TabProps) {
  return (
    <SpaceBetween size="l">
      <Capacity table={table} onChange={onChange} />
      <TimeToLive name={table.TableName ?? ""} />
      <Protection table={table} onChange={onChange} />
      <Tags table={table} />
    </SpaceBetween>
  );
}

function Capacity({ table, onChange }: TabProps) {
  const client = useClient(DynamoDBClient);
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState(() => ({
    isOnDemand: isOnDemand(table),
    reads: String(table.ProvisionedThroughput?.ReadCapacityUnits || 5),
    writes: String(table.ProvisionedThroughput?.WriteCapacityUnits || 5),
  }));
  const save = useAction(async () => {
    const throughput = toThroughput(form);
    const { ProvisionedThroughput } = throughput;
    // Indexes of a table that becomes provisioned need units, too.
    const indexes = ProvisionedThroughput && isOnDemand(table) ? (table.GlobalSecondaryIndexes ?? []) : [];
    await client.send(
      new UpdateTableCommand({
        TableName: table.TableName,
        ...throughput,
        ...(indexes.length > 0 && {
          GlobalSecondaryIndexUpdates: indexes.map(({ IndexName }) => ({
            Update: { IndexName, ProvisionedThroughput },
          })),
        }),
      }),
    );
    onChange();
  });
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={() => setOpen(true)}>Edit capacity</Button>}>
          Read/write capacity
        </Header>
      }
    >
      <KeyValuePairs columns={3} items={[{ label: "Capacity mode", value: capacityText(table) }]} />
      {isOpen && (
        <EditDialog
          title="Edit read/write capacity"
          action={save}
          failed="The capacity could not be changed"
          size="large"
          onClose={() => setOpen(false)}
        >
          <CapacityFields form={form} onChange={(part) => setForm((before) => ({ ...before, ...part }))} />
        </EditDialog>
      )}
    </Container>
  );
}

function TimeToLive({ name }: { name: string }) {
  const client = useClient(DynamoDBClient);
  const [isOpen, setOpen] = useState(false);
  const [attribute, setAttribute] = useState("");
  const live = useLive(`dynamodb/ttl/${name}`, async (abortSignal) => {
    const { TimeToLiveDescription: found = {} } = await client.send(
      new DescribeTimeToLiveCommand({ TableName: name }),
      {
        abortSignal,
      },
    );
    return found;
  });
  const isOn = live.data?.TimeToLiveStatus === "ENABLED";
  const save = useAction(async () => {
    const AttributeName = isOn ? live.data?.AttributeName : attribute;
    const TimeToLiveSpecification = { Enabled: !isOn, AttributeName };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
    live.refresh();
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Items are deleted when the time in their attribute has passed: seconds since 1970, as a number."
          actions={
            <Button disabled={!live.data} onClick={() => setOpen(true)}>
              {isOn ? "Turn off" : "Turn on"}
            </Button>
          }
        >
          Time to Live (TTL)
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "TTL status", value: isOn ? "On" : "Off" },
          { label: "TTL attribute", value: live.data?.AttributeName ?? "-" },
        ]}
      />
      {isOpen && (
        <EditDialog
          title={isOn ? "Turn off Time to Live" : "Turn on Time to Live"}
          action={save}
          submit={isOn ? "Turn off" : "Turn on TTL"}
          failed="Time to Live could not be changed"
          onClose={() => setOpen(false)}
        >
          {!isOn && (
            <Field label="TTL attribute name" problem={attribute === "" ? "Enter an attribute's name." : undefined}>
              <Input
                value={attribute}
                autoFocus
                spellcheck={false}
                onChange={({ detail }) => setAttribute(detail.value)}
              />
            </Field>
          )}
        </EditDialog>
      )}
    </Container>
  );
}

function Protection({ table, onChange }: TabProps) {
  const client = useClient(DynamoDBClient);
  const notify = useNotify();
  const isOn = table.DeletionProtectionEnabled === true;
  const turn = useAction(
    async () => {
      await client.send(new UpdateTableCommand({ TableName: table.TableName, DeletionProtectionEnabled: !isOn }));
      onChange();
    },
    (error) => notify.error("Deletion protection could not be changed", error),
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="While it is on, nobody deletes the table."
          actions={
            <Button loading={turn.isRunning} onClick={() => void turn.run()}>
              {isOn ? "Turn off" : "Turn on"}
            </Button>
          }
        >
          Deletion protection
        </Header>
      }
    >
      <KeyValuePairs columns={3} items={[{ label: "Status", value: isOn ? "On" : "Off" }]} />
    </Container>
  );
}

function Tags({ table: { TableName = "", TableArn: ResourceArn = "" } }: { table: TableDescription }) {
  const client = useClient(DynamoDBClient);
  const tags = useLive(`dynamodb/tags/${TableName}`, async () => {
    const { Tags: found = [] } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    return Object.fromEntries(found.map(({ Key = "", Value = "" }) => [Key, Value]));
  });
  return (
    <TagsPanel
      owner={`table ${TableName}`}
      tags={tags}
      add={(added) => {
        const pairs = Object.entries(added).map(([Key, Value]) => ({ Key, Value }));
        return client.send(new TagResourceCommand({ ResourceArn, Tags: pairs }));
      }}
      remove={(TagKeys) => client.send(new UntagResourceCommand({ ResourceArn, TagKeys }))}
    />
  );
}
