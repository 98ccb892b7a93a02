import {
  LambdaClient,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  type Runtime,
} from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { checkIsNew } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type CodeUpload, CodeUploadField, toFunctionCode } from "../create/code-source.tsx";
import { runtimeLabel, runtimes } from "../runtimes.ts";

const layers = { text: "Layers", href: "/console/lambda/layers" };

/** "Create layer", and "Create version" of the layer that the address names. */
export function Component() {
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const layer = useSearchParams()[0].get("layer");
  const [newName, setName] = useState("");
  const name = layer ?? newName;
  const [description, setDescription] = useState("");
  const [upload, setUpload] = useState<CodeUpload>({ kind: "zip", file: undefined });
  const [compatible, setCompatible] = useState<readonly string[]>([]);
  const create = useAction(async () => {
    const { ZipFile, S3Bucket, S3Key } = await toFunctionCode(upload);
    // PublishLayerVersion would make the next version of a layer of this name.
    if (layer === null) {
      await checkIsNew(`a layer ${name}: its page makes further versions`, async () => {
        const { LayerVersions = [] } = await client.send(
          new ListLayerVersionsCommand({ LayerName: name, MaxItems: 1 }),
        );
        return LayerVersions.length > 0;
      });
    }
    const { Version } = await client.send(
      new PublishLayerVersionCommand({
        LayerName: name,
        Description: description || undefined,
        Content: { ZipFile, S3Bucket, S3Key },
        CompatibleRuntimes: compatible.length > 0 ? ([...compatible] as Runtime[]) : undefined,
      }),
    );
    await navigate(layers.href);
    notify.success(`Successfully created layer ${name} version ${Version}.`);
  });
  return (
    <Page title={layer === null ? "Create layer" : `Create version of ${layer}`} breadcrumbs={[layers]}>
      <EditForm action={create} submit="Create" cancelTo={layers.href} failed="The layer could not be created">
        <Container header={<Header variant="h2">Layer configuration</Header>}>
          <SpaceBetween size="l">
            <Field label="Name" problem={checkLayerName(name)}>
              <Input
                value={name}
                disabled={layer !== null}
                autoFocus
                spellcheck={false}
                onChange={({ detail }) => setName(detail.value)}
              />
            </Field>
            <FormField label="Description - optional">
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </FormField>
            <CodeUploadField upload={upload} onChange={setUpload} />
            <FormField label="Compatible runtimes - optional">
              <Multiselect
                ariaLabel="Compatible runtimes"
                placeholder="Runtimes"
                options={runtimes.map(({ id, label }) => ({ value: id, label }))}
                selectedOptions={compatible.map((value) => ({ value, label: runtimeLabel(value) }))}
                onChange={({ detail }) => setCompatible(detail.selectedOptions.map(({ value = "" }) => value))}
              />
            </FormField>
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

function checkLayerName(name: string): string | undefined {
  if (name === "") return "Enter a name for the layer.";
  return /^[\w-]{1,140}$/.test(name) ? undefined : "Use 1 to 140 letters, digits, hyphens and underscores.";
}
