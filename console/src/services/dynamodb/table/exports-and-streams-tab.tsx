import {
  DynamoDBClient,
  type StreamViewType,
  type TableDescription,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { nameOfArn } from "../../../choices/choice.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ResourceTable } from "../../../table/resource-table.tsx";
import { ExportTable } from "./export-table.tsx";
import { StreamViewField, streamViews } from "./stream-view-field.tsx";

interface TabProps {
  readonly table: TableDescription;
  readonly onChange: () => void;
}

export function ExportsAndStreamsTab({ table, onChange }: TabProps) {
  return (
    <SpaceBetween size="l">
      <ExportTable tableArn={table.TableArn} />
      <Stream table={table} onChange={onChange} />
      {table.StreamSpecification?.StreamEnabled && <Triggers streamArn={table.LatestStreamArn ?? ""} />}
    </SpaceBetween>
  );
}

function Stream({ table, onChange }: TabProps) {
  const { TableName = "", StreamSpecification: stream, LatestStreamArn = "" } = table;
  const client = useClient(DynamoDBClient);
  const confirmed = useConfirmed();
  const [isTurningOn, setTurningOn] = useState(false);
  const turnOff = () =>
    confirmed(
      {
        title: "Turn off DynamoDB stream?",
        body: <>What it has can be read for a day. Triggers of it get nothing any more.</>,
        action: "Turn off",
      },
      () => client.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } })),
      { done: "The stream is turned off.", failed: "The stream could not be turned off", onChange },
    );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Tells of each change of an item, in order, for a day."
          actions={
            stream?.StreamEnabled ? (
              <Button onClick={() => void turnOff()}>Turn off</Button>
            ) : (
              <Button onClick={() => setTurningOn(true)}>Turn on</Button>
            )
          }
        >
          DynamoDB stream details
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Stream status", value: stream?.StreamEnabled ? "On" : "Off" },
          { label: "View type", value: stream?.StreamViewType ? streamViews[stream.StreamViewType] : "-" },
          {
            label: "Latest stream ARN",
            value: LatestStreamArn ? <Copyable text={LatestStreamArn} what="ARN" /> : "-",
          },
        ]}
      />
      {isTurningOn && <TurnOnDialog name={TableName} onClose={() => setTurningOn(false)} onDone={onChange} />}
    </Container>
  );
}

function TurnOnDialog({ name, onClose, onDone }: { name: string; onClose: () => void; onDone: () => void }) {
  const client = useClient(DynamoDBClient);
  const [view, setView] = useState<StreamViewType | undefined>("NEW_AND_OLD_IMAGES");
  const action = useAction(async () => {
    const StreamSpecification = { StreamEnabled: view !== undefined, StreamViewType: view };
    await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification }));
    onDone();
  });
  return (
    <EditDialog
      title="Turn on DynamoDB stream"
      action={action}
      submit="Turn on stream"
      failed="The stream could not be turned on"
      onClose={onClose}
    >
      <StreamViewField view={view} onChange={setView} />
    </EditDialog>
  );
}

function Triggers({ streamArn }: { streamArn: string }) {
  const client = useClient(LambdaClient);
  const live = useLive(`dynamodb/triggers/${streamArn}`, async (abortSignal) => {
    const asked = new ListEventSourceMappingsCommand({ EventSourceArn: streamArn });
    const { EventSourceMappings = [] } = await client.send(asked, { abortSignal });
    return EventSourceMappings;
  });
  const nameOf = (arn = "") => nameOfArn(arn);
  return (
    <ResourceTable
      id="dynamodb.triggers"
      title="Triggers"
      description="Functions that follow the table."
      noun="triggers"
      live={live}
      columns={[
        {
          id: "function",
          header: "Function",
          cell: ({ FunctionArn }) => (
            <RouteLink href={`/console/lambda/functions/${nameOf(FunctionArn)}`}>{nameOf(FunctionArn)}</RouteLink>
          ),
          value: ({ FunctionArn }) => nameOf(FunctionArn),
          width: 240,
        },
        { id: "state", header: "State", cell: ({ State }) => State, value: ({ State }) => State, width: 140 },
        { id: "result", header: "Last result", cell: (one) => one.LastProcessingResult ?? "-", width: 240 },
        { id: "batch", header: "Batch size", cell: ({ BatchSize }) => BatchSize, width: 120 },
      ]}
      rowId={({ UUID = "" }) => UUID}
      empty={{ text: "No triggers. A function gets one on its own page, under Add trigger." }}
    />
  );
}
