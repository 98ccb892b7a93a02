import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import Tiles from "@cloudscape-design/components/tiles";
import Wizard from "@cloudscape-design/components/wizard";
import { useState } from "react";
import { useNavigate } from "react-router";
import { makeWhole } from "../../../form/create.ts";
import { Field, Fields, useFormCheck } from "../../../form/field.tsx";
import { type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { policyInWords } from "../../../policy/in-words.ts";
import { checkDocument, parseDocument } from "../../../policy/policy-document.ts";
import { PolicyField } from "../../../policy/policy-field.tsx";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { attachPolicies } from "../holder/holder.ts";
import { PolicyChooser } from "../holder/policy-chooser.tsx";
import { entityPath } from "../paths.ts";

type TrustKind = "service" | "account" | "custom";

/** AWS's three steps: trusted entity → permissions → name. */
export function Component() {
  const client = useClient(IAMClient);
  const { account } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [step, setStep] = useState(0);
  const [kind, setKind] = useState<TrustKind>("service");
  const [service, setService] = useState(services[0]!);
  const [trustedAccount, setTrustedAccount] = useState(account);
  const [custom, setCustom] = useState(() => toTrust({ Service: services[0]!.value }));
  const [policies, setPolicies] = useState<readonly string[]>([]);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const firstStep = useFormCheck();
  const lastStep = useFormCheck();
  const trust =
    kind === "custom"
      ? custom
      : toTrust(kind === "service" ? { Service: service.value } : { AWS: `arn:aws:iam::${trustedAccount}:root` });
  const nameError = /^[\w+=,.@-]{1,64}$/.test(name)
    ? undefined
    : "Enter 1 to 64 letters, digits and +=,.@-_ characters.";

  const create = useAction(async () => {
    const Tags = tags.filter(({ key }) => key !== "").map(({ key: Key, value: Value }) => ({ Key, Value }));
    await makeWhole(async (made) => {
      await client.send(
        new CreateRoleCommand({
          RoleName: name,
          AssumeRolePolicyDocument: trust,
          Description: description || undefined,
          Tags,
        }),
      );
      made(`the role ${name}`, () => client.send(new DeleteRoleCommand({ RoleName: name })));
      await attachPolicies(client, { kind: "role", name }, policies, made);
    });
    await navigate(entityPath("roles", name));
    notify.success(`Role ${name} created.`);
  });

  return (
    <Page title="Create role" breadcrumbs={[{ text: "Roles", href: "/console/iam/roles" }]} titleInContent>
      <Wizard
        activeStepIndex={step}
        i18nStrings={{ submitButton: "Create role" }}
        isLoadingNextStep={create.isRunning}
        onNavigate={({ detail }) => {
          if (step === 0 && detail.requestedStepIndex > 0 && !firstStep.check()) return;
          setStep(detail.requestedStepIndex);
        }}
        onCancel={() => void navigate("/console/iam/roles")}
        onSubmit={() => {
          if (lastStep.check()) void create.run();
        }}
        steps={[
          {
            title: "Select trusted entity",
            content: (
              <Fields form={firstStep}>
                <SpaceBetween size="l">
                  <Container header={<Header variant="h2">Trusted entity type</Header>}>
                    <Tiles
                      value={kind}
                      ariaLabel="Trusted entity type"
                      items={[
                        {
                          value: "service",
                          label: "AWS service",
                          description:
                            "Allow AWS services like EC2, Lambda, or others to perform actions in this account.",
                        },
                        {
                          value: "account",
                          label: "AWS account",
                          description:
                            "Allow entities in other AWS accounts belonging to you or a 3rd party to perform actions in this account.",
                        },
                        {
                          value: "custom",
                          label: "Custom trust policy",
                          description:
                            "Create a custom trust policy to enable others to perform actions in this account.",
                        },
                      ]}
                      onChange={({ detail }) => setKind(detail.value as TrustKind)}
                    />
                  </Container>
                  <Container
                    header={
                      <Header variant="h2">
                        {kind === "service"
                          ? "Use case"
                          : kind === "account"
                            ? "An AWS account"
                            : "Custom trust policy"}
                      </Header>
                    }
                  >
                    {kind === "service" && (
                      <FormField label="Service or use case">
                        <Select
                          ariaLabel="Service or use case"
                          options={services}
                          selectedOption={service}
                          onChange={({ detail }) => setService(detail.selectedOption as (typeof services)[number])}
                        />
                      </FormField>
                    )}
                    {kind === "account" && (
                      <Field
                        label="Account ID"
                        problem={/^\d{12}$/.test(trustedAccount) ? undefined : "An account ID has twelve digits."}
                      >
                        <Input
                          value={trustedAccount}
                          inputMode="numeric"
                          onChange={({ detail }) => setTrustedAccount(detail.value)}
                        />
                      </Field>
                    )}
                    {kind === "custom" && (
                      <Field stretch label="Custom trust policy" problem={checkDocument(custom)}>
                        <PolicyField document={custom} onChange={setCustom} />
                      </Field>
                    )}
                  </Container>
                </SpaceBetween>
              </Fields>
            ),
          },
          { title: "Add permissions", content: <PolicyChooser onChange={setPolicies} /> },
          {
            title: "Name, review, and create",
            content: (
              <Fields form={lastStep}>
                <SpaceBetween size="l">
                  <Container header={<Header variant="h2">Role details</Header>}>
                    <SpaceBetween size="l">
                      <Field
                        label="Role name"
                        description="Enter a meaningful name to identify this role."
                        constraintText="Maximum 64 characters. Use alphanumeric and '+=,.@-_' characters."
                        problem={nameError}
                      >
                        <Input
                          value={name}
                          autoFocus
                          spellcheck={false}
                          onChange={({ detail }) => setName(detail.value)}
                        />
                      </Field>
                      <FormField label="Description">
                        <Textarea value={description} onChange={({ detail }) => setDescription(detail.value)} />
                      </FormField>
                    </SpaceBetween>
                  </Container>
                  <Container header={<Header variant="h2">Step 1: Select trusted entities</Header>}>
                    <ul className="squall-words">
                      {policyInWords(parseDocument(trust)).map((sentence) => (
                        <li key={sentence}>{sentence}</li>
                      ))}
                    </ul>
                    <pre className="squall-pre">{trust}</pre>
                  </Container>
                  <Container header={<Header variant="h2">Step 2: Add permissions</Header>}>
                    {policies.length === 0
                      ? "No policies: the role may do nothing until you attach one."
                      : policies.map((arn) => arn.split("/").at(-1)).join(", ")}
                  </Container>
                  <Container header={<Header variant="h2">Step 3: Add tags</Header>}>
                    <PairsEditor
                      pairs={tags}
                      onChange={setTags}
                      addText="Add new tag"
                      emptyText="No tags associated with the resource."
                    />
                  </Container>
                  <ErrorAlert error={create.error} title="The role could not be created" />
                </SpaceBetween>
              </Fields>
            ),
          },
        ]}
      />
    </Page>
  );
}

const services = [
  { label: "Lambda", value: "lambda.amazonaws.com" },
  { label: "EC2", value: "ec2.amazonaws.com" },
  { label: "API Gateway", value: "apigateway.amazonaws.com" },
  { label: "EventBridge", value: "events.amazonaws.com" },
  { label: "EventBridge Scheduler", value: "scheduler.amazonaws.com" },
  { label: "Step Functions", value: "states.amazonaws.com" },
  { label: "IoT", value: "iot.amazonaws.com" },
];

function toTrust(Principal: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] },
    undefined,
    2,
  );
}
