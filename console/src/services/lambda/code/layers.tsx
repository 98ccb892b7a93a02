import {
  type FunctionConfiguration,
  LambdaClient,
  ListLayersCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { formatBytes } from "../../../text/bytes.ts";

/** "Layers" of the Code tab, in the order in which they are merged. */
export function Layers({ configuration }: { configuration: FunctionConfiguration }) {
  const { FunctionName: name = "", Layers: layers = [] } = configuration;
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const notify = useNotify();
  const [isAdding, setAdding] = useState(false);
  const arns = layers.map(({ Arn = "" }) => Arn);
  const put = (next: string[]) =>
    client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Layers: next }));
  const remove = async (arn: string) => {
    await confirmed(
      {
        title: `Remove layer ${nameOf(arn)} from ${name}?`,
        body: <>The function no longer finds what the layer brings. The layer itself stays.</>,
        action: "Remove",
      },
      () => put(arns.filter((one) => one !== arn)),
      { done: `The layer ${nameOf(arn)} was removed from ${name}.`, failed: "The layer could not be removed" },
    );
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${layers.length})`}
          actions={<Button onClick={() => setAdding(true)}>Add a layer</Button>}
        >
          Layers
        </Header>
      }
    >
      <Table
        variant="embedded"
        items={layers.map(({ Arn = "", CodeSize }, index) => ({ order: index + 1, arn: Arn, size: CodeSize }))}
        trackBy="arn"
        ariaLabels={{ tableLabel: "Layers" }}
        columnDefinitions={[
          { id: "order", header: "Merge order", cell: ({ order }) => order },
          { id: "name", header: "Name", cell: ({ arn }) => nameOf(arn), isRowHeader: true },
          { id: "version", header: "Layer version", cell: ({ arn }) => arn.split(":").at(-1) },
          { id: "size", header: "Size", cell: ({ size }) => formatBytes(size) },
          {
            id: "remove",
            header: "Actions",
            cell: ({ arn }) => (
              <Button variant="inline-link" ariaLabel={`Remove layer ${nameOf(arn)}`} onClick={() => void remove(arn)}>
                Remove
              </Button>
            ),
          },
        ]}
        empty={
          <Box color="text-body-secondary">
            There is no data to display. A layer brings libraries that several functions use.
          </Box>
        }
      />
      {isAdding && (
        <AddLayer
          name={name}
          add={async (arn) => {
            await put([...arns, arn]);
            notify.success(`The layer ${nameOf(arn)} was added to ${name}.`);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Container>
  );
}

function AddLayer({ name, add, onClose }: { name: string; add: (arn: string) => Promise<void>; onClose: () => void }) {
  const client = useClient(LambdaClient);
  const [arn, setArn] = useState("");
  const known = useLive(
    "lambda/layer-choices",
    async () => (await client.send(new ListLayersCommand({}))).Layers ?? [],
  );
  const options = (known.data ?? []).map(({ LatestMatchingVersion: latest, LayerName }) => ({
    value: latest?.LayerVersionArn,
    label: LayerName,
    description: `Version ${latest?.Version}${latest?.Description ? `, ${latest.Description}` : ""}`,
  }));
  const save = useAction(() => add(arn));
  return (
    <EditDialog
      title={`Add a layer to ${name}`}
      submit="Add"
      action={save}
      failed="The layer could not be added"
      onClose={onClose}
    >
      <FormField label="Custom layers" description="The latest version of a layer of this account.">
        <Select
          ariaLabel="Custom layers"
          placeholder="Choose a layer"
          options={options}
          selectedOption={options.find(({ value }) => value === arn) ?? null}
          empty="No layers yet. Create one under Layers."
          onChange={({ detail }) => setArn(detail.selectedOption.value ?? "")}
        />
      </FormField>
      <Field
        label="Or specify an ARN"
        description="Of a layer version, also of another account that shares it."
        problem={checkLayerArn(arn)}
      >
        <Input value={arn} spellcheck={false} onChange={({ detail }) => setArn(detail.value.trim())} />
      </Field>
    </EditDialog>
  );
}

/** arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION */
function nameOf(arn: string): string {
  return arn.split(":")[6] ?? arn;
}

function checkLayerArn(arn: string): string | undefined {
  if (arn === "") return "Choose a layer, or enter the ARN of a layer version.";
  return /^arn:[\w-]+:lambda:[\w-]+:\d{12}:layer:[\w-]+:\d+$/.test(arn)
    ? undefined
    : "The ARN of a layer version looks like arn:aws:lambda:us-east-1:000000000000:layer:name:1.";
}
