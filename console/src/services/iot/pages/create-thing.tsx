import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateThingCommand,
  DeleteThingCommand,
  DescribeThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { IoTDataPlaneClient, UpdateThingShadowCommand } from "@aws-sdk/client-iot-data-plane";
import { useState } from "react";
import { useNavigate } from "react-router";
import { isNotFound } from "../../../aws/errors.ts";
import { CreatePage, type Section } from "../../../described/create-page.tsx";
import { recordOf } from "../../../described/described-fields.tsx";
import { jsonProblem, linesOf, type Values } from "../../../described/field-checks.ts";
import { checkIsNew, makeWhole } from "../../../form/create.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { createCertificate } from "../certificate/create-certificate.ts";
import { type NewCertificate, NewCertificateDialog } from "../certificate/new-certificate-dialog.tsx";
import { useCertificateChoices, usePolicyChoices, useTypeChoices } from "../choices.ts";
import { thingPath } from "../paths.ts";

const sections: readonly Section[] = [
  {
    title: "Thing properties",
    description: "A thing is the registry's entry of a device.",
    fields: [
      {
        name: "name",
        label: "Thing name",
        required: "Enter a name for the thing.",
        constraint: "Letters, digits, hyphens, colons and underscores, up to 128. It cannot be changed later.",
        problem: (name) =>
          /^[a-zA-Z0-9:_-]{1,128}$/.test(name)
            ? undefined
            : "Use up to 128 letters, digits, hyphens, colons and underscores.",
      },
      { name: "type", label: "Thing type", kind: "choice", useChoices: useTypeChoices, placeholder: "No type" },
      {
        name: "attributes",
        label: "Searchable attributes",
        kind: "pairs",
        add: "Add new attribute",
        empty: "No attributes.",
      },
    ],
  },
  {
    title: "Device Shadow",
    description: "A shadow keeps what a device has last reported, and what it should become.",
    fields: [
      {
        name: "shadow",
        label: "Shadow",
        kind: "radio",
        options: [
          { value: "none", label: "No shadow" },
          { value: "classic", label: "Unnamed shadow (classic)" },
          { value: "named", label: "Named shadow" },
        ],
      },
      {
        name: "shadowName",
        label: "Shadow name",
        required: "Enter a name for the shadow.",
        shown: ({ shadow }) => shadow === "named",
        problem: (name) =>
          /^[a-zA-Z0-9:_-]{1,64}$/.test(name)
            ? undefined
            : "Use up to 64 letters, digits, hyphens, colons and underscores.",
      },
      {
        name: "shadowState",
        label: "Shadow statement",
        kind: "code",
        language: "json",
        required: "Enter the shadow's state.",
        problem: jsonProblem,
        shown: ({ shadow }) => shadow !== "none",
      },
    ],
  },
  {
    title: "Device certificate",
    description: "A device shows a certificate when it connects; what it may do then, the certificate's policies say.",
    fields: [
      {
        name: "certificate",
        label: "Certificate",
        kind: "radio",
        options: [
          { value: "new", label: "Auto-generate a new certificate (recommended)" },
          { value: "csr", label: "Create it from a certificate signing request (CSR)" },
          { value: "existing", label: "Use an existing certificate" },
          { value: "none", label: "Skip creating a certificate at this time" },
        ],
      },
      {
        name: "csr",
        label: "Certificate signing request",
        kind: "area",
        rows: 6,
        required: "Paste the signing request.",
        shown: ({ certificate }) => certificate === "csr",
        problem: (text) =>
          text.includes("BEGIN CERTIFICATE REQUEST") ? undefined : "This is no certificate signing request in PEM.",
      },
      {
        name: "existing",
        label: "Existing certificate",
        kind: "choice",
        useChoices: useCertificateChoices,
        required: "Choose a certificate.",
        shown: ({ certificate }) => certificate === "existing",
      },
      {
        name: "policies",
        label: "Policies",
        kind: "several",
        useChoices: usePolicyChoices,
        description: "They are attached to the certificate. A certificate without a policy may do nothing.",
        placeholder: "Choose policies",
        shown: ({ certificate }) => certificate !== "none",
      },
    ],
  },
];

const initial: Values = {
  attributes: "[]",
  shadow: "none",
  shadowState: '{\n  "state": {\n    "reported": {},\n    "desired": {}\n  }\n}',
  certificate: "new",
};

/** A thing with its shadow, its certificate and the certificate's policies: all of them, or none. */
export function Component() {
  const client = useClient(IoTClient);
  const data = useClient(IoTDataPlaneClient);
  const navigate = useNavigate();
  const [created, setCreated] = useState<{ readonly thing: string; readonly certificate: NewCertificate }>();
  const save = async (values: Values) => {
    const {
      name: thingName = "",
      type,
      certificate: choice,
      csr,
      existing = "",
      shadow,
      shadowName,
      shadowState,
    } = values;
    let certificate: NewCertificate | undefined;
    await checkIsNew(`a thing ${thingName}`, () => thingIsThere(client, thingName));
    await makeWhole(async (made) => {
      const attributes = recordOf(values.attributes);
      await client.send(
        new CreateThingCommand({
          thingName,
          thingTypeName: type || undefined,
          attributePayload: attributes && { attributes },
        }),
      );
      made(`the thing ${thingName}`, () => client.send(new DeleteThingCommand({ thingName })));
      if (choice === "new" || choice === "csr")
        certificate = await createCertificate(
          client,
          { setAsActive: true, csr: choice === "csr" ? csr : undefined },
          made,
        );
      const principal = certificate?.certificateArn ?? existing;
      if (choice !== "none") {
        await client.send(new AttachThingPrincipalCommand({ thingName, principal }));
        made("its certificate's attachment", () =>
          client.send(new DetachThingPrincipalCommand({ thingName, principal })),
        );
        for (const policyName of linesOf(values.policies)) {
          await client.send(new AttachPolicyCommand({ policyName, target: principal }));
          made(`the attachment of ${policyName}`, () =>
            client.send(new DetachPolicyCommand({ policyName, target: principal })),
          );
        }
      }
      if (shadow !== "none") {
        await data.send(
          new UpdateThingShadowCommand({
            thingName,
            shadowName: shadow === "named" ? shadowName : undefined,
            payload: new TextEncoder().encode(shadowState),
          }),
        );
      }
    });
    const done = `Successfully created thing ${thingName}.`;
    if (!certificate) return { to: thingPath(thingName), done };
    setCreated({ thing: thingName, certificate });
    return { done };
  };
  return (
    <>
      <CreatePage
        title="Create single thing"
        breadcrumbs={[{ text: "Things", href: "/console/iot/things" }]}
        sections={sections}
        initial={initial}
        submit="Create thing"
        cancelTo="/console/iot/things"
        failed="The thing could not be created"
        save={save}
      />
      {created && (
        <NewCertificateDialog
          certificate={created.certificate}
          onClose={() => void navigate(thingPath(created.thing))}
        />
      )}
    </>
  );
}

/** CreateThing answers with the thing that is there, if it is the same. */
async function thingIsThere(client: IoTClient, thingName: string): Promise<boolean> {
  try {
    await client.send(new DescribeThingCommand({ thingName }));
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
