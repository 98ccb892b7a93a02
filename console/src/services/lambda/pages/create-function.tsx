import { IAMClient } from "@aws-sdk/client-iam";
import {
  type Architecture,
  CreateFunctionCommand,
  type FunctionCode,
  LambdaClient,
  type Runtime,
} from "@aws-sdk/client-lambda";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useState } from "react";
import { useNavigate } from "react-router";
import { makeWhole } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Blueprint, blueprints } from "../blueprints.ts";
import { packCode } from "../code/zip.ts";
import { BlueprintField } from "../create/blueprint-field.tsx";
import { type CodeUpload, CodeUploadField, toFunctionCode } from "../create/code-source.tsx";
import { createBasicRole } from "../create/create-role.ts";
import { type RoleChoice, RoleField } from "../create/role-field.tsx";
import { functionPath } from "../paths.ts";
import { defaultRuntime, type RuntimeChoice, runtimes } from "../runtimes.ts";

type Way = "scratch" | "blueprint" | "upload";

interface NewFunction {
  readonly way: Way;
  readonly name: string;
  readonly runtime: RuntimeChoice;
  readonly handler: string;
  readonly architecture: Architecture;
  readonly role: RoleChoice;
  readonly upload: CodeUpload;
  readonly blueprint: Blueprint;
  readonly code: string;
  readonly tags: readonly Pair[];
  /** Each tenant has execution environments of its own; it cannot be changed later. */
  readonly isByTenant: boolean;
  /** The ARN of a code signing configuration; empty for none. */
  readonly codeSigning: string;
}

const initial: NewFunction = {
  way: "scratch",
  name: "",
  runtime: defaultRuntime,
  handler: defaultRuntime.handler,
  architecture: "x86_64",
  role: { kind: "new" },
  upload: { kind: "zip", file: undefined },
  blueprint: blueprints[0]!,
  code: blueprints[0]!.code,
  tags: [],
  isByTenant: false,
  codeSigning: "",
};

export function Component() {
  const [form, setForm] = useState(initial);
  const change = (part: Partial<NewFunction>) => setForm((before) => ({ ...before, ...part }));
  const create = useCreateFunction(form);
  const nameError = checkName(form.name);
  const needsUpload = form.way === "upload" || (form.way === "scratch" && !form.runtime.starter);

  return (
    <Page
      title="Create function"
      breadcrumbs={[{ text: "Functions", href: "/console/lambda/functions" }]}
      description="Choose one of the following options to create your function."
    >
      <EditForm
        action={create}
        submit="Create function"
        cancelTo="/console/lambda/functions"
        failed="The function could not be created"
      >
        <Tiles
          value={form.way}
          ariaLabel="How to create the function"
          items={ways}
          onChange={({ detail }) => change({ way: detail.value as Way })}
        />
        {form.way === "blueprint" && (
          <BlueprintField
            blueprint={form.blueprint}
            code={form.code}
            onChoose={(blueprint) => change({ blueprint, code: blueprint.code })}
            onCode={(code) => change({ code })}
          />
        )}
        <Container header={<Header variant="h2">Basic information</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Function name"
              description="Enter a name that describes the purpose of your function."
              constraintText="Function name must be 1 to 64 characters, must be unique to the Region, and can't include spaces. Valid characters are a-z, A-Z, 0-9, hyphens (-), and underscores (_)."
              problem={nameError}
            >
              <Input
                value={form.name}
                placeholder="myFunctionName"
                autoFocus
                spellcheck={false}
                onChange={({ detail }) => change({ name: detail.value })}
              />
            </Field>
            {form.way !== "blueprint" && (
              <RuntimeField
                runtime={form.runtime}
                onChange={(runtime) => change({ runtime, handler: runtime.handler })}
              />
            )}
            <FormField
              label="Architecture"
              description="Choose the instruction set architecture you want for your function code."
            >
              <RadioGroup
                value={form.architecture}
                items={[
                  { value: "arm64", label: "arm64" },
                  { value: "x86_64", label: "x86_64" },
                ]}
                onChange={({ detail }) => change({ architecture: detail.value as Architecture })}
              />
            </FormField>
            {needsUpload && <CodeUploadField upload={form.upload} onChange={(upload) => change({ upload })} />}
            {needsUpload && (
              <Field
                label="Handler"
                description="The function in your code that Lambda calls."
                problem={form.handler === "" ? "Enter a handler: the file, then the function in it." : undefined}
              >
                <Input
                  value={form.handler}
                  spellcheck={false}
                  onChange={({ detail }) => change({ handler: detail.value })}
                />
              </Field>
            )}
          </SpaceBetween>
        </Container>
        <Container
          header={
            <Header
              variant="h2"
              description="By default, Lambda will create an execution role with permissions to upload logs to Amazon CloudWatch Logs. You can customize this default role later when adding triggers."
            >
              Permissions
            </Header>
          }
        >
          <ExpandableSection headerText="Change default execution role">
            <RoleField choice={form.role} onChange={(role) => change({ role })} functionName={form.name} />
          </ExpandableSection>
        </Container>
        <ExpandableSection
          variant="container"
          headerText="Additional configurations"
          headerDescription="Tags, code signing and tenant isolation of the function."
        >
          <SpaceBetween size="l">
            <PairsEditor
              pairs={form.tags}
              onChange={(tags) => change({ tags })}
              addText="Add new tag"
              emptyText="No tags associated with the function."
            />
            <Field
              label="Code signing configuration ARN - optional"
              description="Only packages that its profiles have signed are trusted."
              problem={checkSigning(form.codeSigning)}
            >
              <Input
                value={form.codeSigning}
                spellcheck={false}
                onChange={({ detail }) => change({ codeSigning: detail.value.trim() })}
              />
            </Field>
            <Checkbox
              checked={form.isByTenant}
              description="Each tenant's invocations run in execution environments of their own. It cannot be changed after the function is created."
              onChange={({ detail }) => change({ isByTenant: detail.checked })}
            >
              Tenant isolation mode
            </Checkbox>
          </SpaceBetween>
        </ExpandableSection>
      </EditForm>
    </Page>
  );
}

function RuntimeField({ runtime, onChange }: { runtime: RuntimeChoice; onChange: (runtime: RuntimeChoice) => void }) {
  const options = runtimes.map(({ id, label }) => ({ value: id, label }));
  return (
    <FormField
      label="Runtime"
      description="Choose the language to use to write your function. The console code editor supports Node.js, Python, and Ruby."
    >
      <Select
        ariaLabel="Runtime"
        options={options}
        selectedOption={options.find(({ value }) => value === runtime.id) ?? null}
        onChange={({ detail }) => onChange(runtimes.find(({ id }) => id === detail.selectedOption.value) ?? runtime)}
      />
    </FormField>
  );
}

/** Makes the role first if one is asked for; should the function then fail, the role goes, too. */
function useCreateFunction(form: NewFunction) {
  const client = useClient(LambdaClient);
  const iam = useClient(IAMClient);
  const navigate = useNavigate();
  const notify = useNotify();
  return useAction(async () => {
    const isBlueprint = form.way === "blueprint";
    const runtime = isBlueprint ? form.blueprint.runtime : form.runtime;
    const Code = await toCode(form);
    await makeWhole(async (made) => {
      const role = form.role.kind === "existing" ? form.role.arn : await createBasicRole(iam, form.name, made);
      await client.send(
        new CreateFunctionCommand({
          FunctionName: form.name,
          Runtime: runtime.id as Runtime,
          Handler: isBlueprint ? runtime.handler : form.handler,
          Role: role,
          Architectures: [form.architecture],
          Timeout: isBlueprint ? form.blueprint.timeoutSeconds : undefined,
          Code,
          ...(form.isByTenant && { TenancyConfig: { TenantIsolationMode: "PER_TENANT" as const } }),
          ...(form.codeSigning && { CodeSigningConfigArn: form.codeSigning }),
          ...(form.tags.length > 0 && { Tags: fromPairs(form.tags) }),
        }),
      );
    });
    await navigate(functionPath(form.name));
    notify.success(
      `Successfully created the function ${form.name}. You can now change its code and configuration. To invoke your function with a test event, choose "Test".`,
    );
  });
}

function toCode({ way, upload, runtime, blueprint, code }: NewFunction): Promise<FunctionCode> {
  if (way === "blueprint") return packed(blueprint.file, code);
  if (way === "scratch" && runtime.starter) return packed(runtime.starter.file, runtime.starter.code);
  return toFunctionCode(upload);
}

async function packed(file: string, code: string): Promise<FunctionCode> {
  return { ZipFile: await packCode({ [file]: code }) };
}

function checkName(name: string): string | undefined {
  if (name === "") return "Enter a function name.";
  return /^[a-zA-Z0-9-_]{1,64}$/.test(name) ? undefined : "Use 1 to 64 letters, digits, hyphens and underscores.";
}

function checkSigning(arn: string): string | undefined {
  return arn === "" || /^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:code-signing-config:csc-[a-z0-9]{17}$/.test(arn)
    ? undefined
    : "Enter the ARN of a code signing configuration, or none.";
}

const ways = [
  { value: "scratch", label: "Author from scratch", description: "Start with a simple Hello World example." },
  {
    value: "blueprint",
    label: "Use a blueprint",
    description: "Build a Lambda application from sample code for common use cases.",
  },
  {
    value: "upload",
    label: "Upload a .zip file",
    description: "Deploy code that you have packed, from this computer or from Amazon S3.",
  },
];
