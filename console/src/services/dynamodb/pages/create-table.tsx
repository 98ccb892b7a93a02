import { CreateTableCommand, DynamoDBClient, type StreamViewType } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { tablePath, tablesCrumb } from "../paths.ts";
import { CapacityFields, newCapacity, toThroughput } from "../table/capacity-fields.tsx";
import { IndexFields, type IndexForm, newIndexForm, toProjection } from "../table/index-fields.tsx";
import { emptyKey, KeyFields, toDefinitions, toSchema } from "../table/key-fields.tsx";
import { StreamViewField } from "../table/stream-view-field.tsx";

export function Component() {
  const client = useClient(DynamoDBClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [key, setKey] = useState(emptyKey);
  const [capacity, setCapacity] = useState(newCapacity);
  const [indexes, setIndexes] = useState<readonly IndexForm[]>([]);
  const [stream, setStream] = useState<StreamViewType>();
  const [isProtected, setProtected] = useState(false);
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const change = (at: number, part: Partial<IndexForm>) =>
    setIndexes((all) => all.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const create = useAction(async () => {
    const throughput = toThroughput(capacity);
    const keyOf = (index: IndexForm) => (index.isLocal ? { ...index, hash: key.hash, hashType: key.hashType } : index);
    const described = (index: IndexForm) => ({
      IndexName: index.name,
      KeySchema: toSchema(keyOf(index)),
      Projection: toProjection(index),
    });
    const local = indexes.filter(({ isLocal }) => isLocal);
    const global = indexes.filter(({ isLocal }) => !isLocal);
    const { ProvisionedThroughput } = throughput;
    await client.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: toDefinitions([key, ...indexes.map(keyOf)]),
        KeySchema: toSchema(key),
        ...throughput,
        ...(local.length > 0 && { LocalSecondaryIndexes: local.map(described) }),
        ...(global.length > 0 && {
          GlobalSecondaryIndexes: global.map((index) => ({ ...described(index), ProvisionedThroughput })),
        }),
        ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream } }),
        DeletionProtectionEnabled: isProtected,
        Tags: Object.entries(fromPairs(tags)).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    await navigate(tablePath(name));
    notify.success(`The ${name} table was created successfully.`);
  });
  return (
    <Page title="Create table" breadcrumbs={[tablesCrumb]}>
      <EditForm
        action={create}
        submit="Create table"
        cancelTo={tablesCrumb.href}
        failed="The table could not be created"
      >
        <Container header={<Header variant="h2">Table details</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Table name"
              constraintText="3 to 255 characters: letters, digits, underscores (_), hyphens (-) and periods (.)."
              problem={
                /^[\w.-]{3,255}$/.test(name) ? undefined : "Enter a name for the table, of 3 characters at least."
              }
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <KeyFields form={key} onChange={(part) => setKey((before) => ({ ...before, ...part }))} />
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Read/write capacity settings</Header>}>
          <CapacityFields form={capacity} onChange={(part) => setCapacity((before) => ({ ...before, ...part }))} />
        </Container>
        <Container
          header={
            <Header
              variant="h2"
              counter={`(${indexes.length})`}
              description="Indexes find items by other attributes. Local ones can only be created with the table."
              actions={
                <div className="squall-actions">
                  <Button formAction="none" onClick={() => setIndexes([...indexes, newIndexForm(true)])}>
                    Create local index
                  </Button>
                  <Button formAction="none" onClick={() => setIndexes([...indexes, newIndexForm(false)])}>
                    Create global index
                  </Button>
                </div>
              }
            >
              Secondary indexes
            </Header>
          }
        >
          <SpaceBetween size="xxl">
            {indexes.map((index, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: forms that are not made yet have nothing else to be told apart by.
              <SpaceBetween key={at} size="l">
                <Header
                  variant="h3"
                  actions={
                    <Button formAction="none" onClick={() => setIndexes(indexes.filter((_one, other) => other !== at))}>
                      Remove index
                    </Button>
                  }
                >
                  {index.isLocal ? "Local secondary index" : "Global secondary index"}
                </Header>
                <IndexFields form={index} onChange={(part) => change(at, part)} />
              </SpaceBetween>
            ))}
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Stream and protection</Header>}>
          <SpaceBetween size="l">
            <StreamViewField view={stream} onChange={setStream} />
            <Toggle checked={isProtected} onChange={({ detail }) => setProtected(detail.checked)}>
              Deletion protection
            </Toggle>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Tags - optional</Header>}>
          <PairsEditor pairs={tags} onChange={setTags} addText="Add new tag" emptyText="No tags." />
        </Container>
      </EditForm>
    </Page>
  );
}
