import {
  APIGatewayClient,
  CreateRestApiCommand,
  type EndpointType,
  ImportRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import type { Choice } from "../../../choices/choice.ts";
import { CreatePage, type Section } from "../../../described/create-page.tsx";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { readRestApis } from "../api/read-rest-apis.ts";
import { restApiPath } from "../paths.ts";
import { exampleApi } from "../rest/example-api.ts";

function useRestApiChoices(): Live<readonly Choice[]> {
  const client = useClient(APIGatewayClient);
  return useLive(
    "choices/rest-apis",
    async () =>
      (await readRestApis(client)).map(({ id = "", name = "" }) => ({ value: id, label: name, description: id })),
    { everyMs: 5_000 },
  );
}

const isMade = ({ how }: Readonly<Record<string, string>>) => how === "new" || how === "clone";

const sections: readonly Section[] = [
  {
    title: "API details",
    fields: [
      {
        name: "how",
        label: "API details",
        kind: "radio",
        options: [
          { value: "new", label: "New API: create a new REST API" },
          { value: "clone", label: "Clone existing API: a copy of an API of this account" },
          { value: "import", label: "Import API: from an OpenAPI definition" },
          { value: "example", label: "Example API: a pet store to learn by" },
        ],
      },
      {
        name: "from",
        label: "API to clone from",
        kind: "choice",
        useChoices: useRestApiChoices,
        placeholder: "Choose an API",
        required: "Choose an API.",
        shown: ({ how }) => how === "clone",
      },
      {
        name: "name",
        label: "API name",
        required: "Enter a name for the API.",
        problem: (name) => (name.length > 1_024 ? "Up to 1,024 characters." : undefined),
        shown: isMade,
      },
      { name: "description", label: "Description", shown: isMade },
      {
        name: "file",
        label: "Choose a file",
        kind: "file",
        accept: ".json,.yaml,.yml",
        description: "Its text stands below then, where it can be changed.",
        shown: ({ how }) => how === "import",
      },
      {
        name: "document",
        label: "API definition",
        kind: "area",
        rows: 14,
        description: "OpenAPI 2 or 3, JSON or YAML, with AWS's extensions.",
        required: "Paste a definition, or choose a file.",
        shown: ({ how }) => how === "import",
      },
      {
        name: "failOnWarnings",
        label: "Warnings",
        kind: "check",
        text: "Fail on warnings",
        shown: ({ how }) => how === "import",
      },
      {
        name: "endpoint",
        label: "API endpoint type",
        kind: "select",
        options: [
          { value: "REGIONAL", label: "Regional" },
          { value: "EDGE", label: "Edge-optimized" },
        ],
        shown: isMade,
      },
    ],
  },
];

/** A REST API: empty, a copy, of a document, or the example. */
export function Component() {
  const client = useClient(APIGatewayClient);
  return (
    <CreatePage
      title="Create REST API"
      breadcrumbs={[
        { text: "APIs", href: "/console/apigateway/apis" },
        { text: "Create API", href: "/console/apigateway/create-api" },
      ]}
      sections={sections}
      initial={{ how: "new", endpoint: "REGIONAL" }}
      submit="Create API"
      cancelTo="/console/apigateway/apis"
      failed="The API could not be created"
      save={async ({ how, name, description, from, endpoint, file, document, failOnWarnings }) => {
        const isDocument = how === "import" || how === "example";
        const text = how === "example" ? JSON.stringify(exampleApi) : document || file || "";
        const made = isDocument
          ? await client.send(
              new ImportRestApiCommand({
                body: new TextEncoder().encode(text),
                failOnWarnings: failOnWarnings === "true",
                parameters: { endpointConfigurationTypes: "REGIONAL" },
              }),
            )
          : await client.send(
              new CreateRestApiCommand({
                name,
                description: description || undefined,
                cloneFrom: from || undefined,
                endpointConfiguration: { types: [endpoint as EndpointType] },
              }),
            );
        const warnings = made.warnings?.length ? ` Warnings: ${made.warnings.join("; ")}` : "";
        return {
          to: restApiPath(made.id ?? ""),
          done: `Successfully created REST API ${made.name} (${made.id}).${warnings}`,
        };
      }}
    >
      {(values, setValues) => {
        // A chosen file's text is shown, and sent as it stands then.
        if (values.file) setTimeout(() => setValues({ ...values, document: values.file ?? "", file: "" }));
        return null;
      }}
    </CreatePage>
  );
}
