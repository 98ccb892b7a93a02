import { LambdaClient, PublishLayerVersionCommand, type Runtime } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type CodeUpload, CodeUploadField, isUploadComplete, toFunctionCode } from "../create/code-source.tsx";
import { runtimeLabel, runtimes } from "../runtimes.ts";

const layers = { text: "Layers", href: "/console/lambda/layers" };

/** "Create layer"; under a name that is there it makes the next version. */
export function Component() {
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [upload, setUpload] = useState<CodeUpload>({ kind: "zip", file: undefined });
  const [compatible, setCompatible] = useState<readonly string[]>([]);
  const create = useAction(async () => {
    const { ZipFile, S3Bucket, S3Key } = await toFunctionCode(upload);
    const { Version } = await client.send(
      new PublishLayerVersionCommand({
        LayerName: name,
        Description: description || undefined,
        Content: { ZipFile, S3Bucket, S3Key },
        CompatibleRuntimes: compatible.length > 0 ? ([...compatible] as Runtime[]) : undefined,
      }),
    );
    notify.success(`Successfully created layer ${name} version ${Version}.`);
    await navigate(layers.href);
  });
  return (
    <Page title="Create layer" breadcrumbs={[layers]}>
      <EditForm
        action={create}
        submit="Create"
        cancelTo={layers.href}
        failed="The layer could not be created"
        canSubmit={/^[\w-]{1,140}$/.test(name) && isUploadComplete(upload)}
      >
        <Container header={<Header variant="h2">Layer configuration</Header>}>
          <SpaceBetween size="l">
            <FormField label="Name">
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </FormField>
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
