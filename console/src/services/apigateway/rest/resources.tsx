import {
  APIGatewayClient,
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourcesCommand,
  type Resource,
} from "@aws-sdk/client-api-gateway";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { useFollow } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { resourcePath } from "../paths.ts";
import { CreateMethodDialog } from "./create-method-dialog.tsx";
import { enableCors } from "./enable-cors.ts";

const MethodView = lazy(async () => ({ default: (await import("./method-view.tsx")).MethodView }));

/** An API's resources as a tree, and beside it the one that is chosen, or a method of it. */
export function Resources({ restApiId }: { restApiId: string }) {
  const client = useClient(APIGatewayClient);
  const [search] = useSearchParams();
  const resources = useLive(
    `apigateway/rest/${restApiId}/resources`,
    async () => {
      const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, limit: 500, embed: ["methods"] }));
      return [...items].sort((a, b) => (a.path ?? "").localeCompare(b.path ?? ""));
    },
    { everyMs: 2_000 },
  );
  return (
    <Loaded live={resources} what="the resources" feature="API Gateway">
      {(found) => {
        const chosen = found.find(({ id }) => id === search.get("resource")) ?? found.find(({ path }) => path === "/");
        const method = search.get("method") ?? undefined;
        return (
          <Grid gridDefinition={[{ colspan: { default: 12, s: 4 } }, { colspan: { default: 12, s: 8 } }]}>
            <Tree restApiId={restApiId} resources={found} chosen={chosen} method={method} />
            {chosen &&
              (method !== undefined && chosen.resourceMethods?.[method] ? (
                <Suspense fallback={null}>
                  <MethodView
                    key={`${chosen.id}/${method}`}
                    restApiId={restApiId}
                    resource={chosen}
                    httpMethod={method}
                    onChange={resources.refresh}
                  />
                </Suspense>
              ) : (
                <ResourceView key={chosen.id} restApiId={restApiId} resource={chosen} onChange={resources.refresh} />
              ))}
          </Grid>
        );
      }}
    </Loaded>
  );
}

interface TreeProps {
  readonly restApiId: string;
  readonly resources: readonly Resource[];
  readonly chosen: Resource | undefined;
  readonly method: string | undefined;
}

function Tree({ restApiId, resources, chosen, method }: TreeProps) {
  const follow = useFollow();
  const itemsOf = (parent: Resource): SideNavigationProps.Item[] => [
    ...Object.keys(parent.resourceMethods ?? {})
      .sort()
      .map((name) => ({ type: "link" as const, text: name, href: resourcePath(restApiId, parent.id ?? "", name) })),
    ...resources
      .filter(({ parentId }) => parentId === parent.id)
      .map((child) => ({
        type: "expandable-link-group" as const,
        text: `/${child.pathPart}`,
        href: resourcePath(restApiId, child.id ?? ""),
        defaultExpanded: true,
        items: itemsOf(child),
      })),
  ];
  const root = resources.find(({ path }) => path === "/");
  return (
    <Container header={<Header variant="h2">Resources</Header>}>
      {root && (
        <SideNavigation
          header={{ text: "/", href: resourcePath(restApiId, root.id ?? "") }}
          items={itemsOf(root)}
          activeHref={chosen && resourcePath(restApiId, chosen.id ?? "", method)}
          onFollow={follow}
        />
      )}
    </Container>
  );
}

interface ResourceViewProps {
  readonly restApiId: string;
  readonly resource: Resource;
  readonly onChange: () => void;
}

function ResourceView({ restApiId, resource, onChange }: ResourceViewProps) {
  const client = useClient(APIGatewayClient);
  const navigate = useNavigate();
  const confirmed = useConfirmed();
  const [shown, setShown] = useState<"resource" | "method" | "cors">();
  const { id: resourceId = "", path = "", parentId, resourceMethods = {} } = resource;
  const close = () => setShown(undefined);
  const remove = async () => {
    const question = {
      title: `Delete resource ${path}?`,
      body: "It is deleted with what is below it. Stages serve it until the API is deployed again.",
      action: "Delete",
    };
    const work = () => client.send(new DeleteResourceCommand({ restApiId, resourceId }));
    const outcome = {
      done: `Successfully deleted resource ${path}.`,
      failed: `${path} could not be deleted`,
      onChange,
    };
    if (await confirmed(question, work, outcome)) await navigate(resourcePath(restApiId, parentId ?? ""));
  };
  return (
    <SpaceBetween size="l">
      <Details
        title={path}
        columns={2}
        actions={
          <div className="squall-actions">
            <Button disabled={parentId === undefined} onClick={() => void remove()}>
              Delete
            </Button>
            <Button onClick={() => setShown("cors")}>Enable CORS</Button>
            <Button onClick={() => setShown("resource")}>Create resource</Button>
          </div>
        }
        items={[
          ["Path", path],
          ["Resource ID", resourceId],
        ]}
      />
      <Container
        header={
          <Header
            variant="h2"
            counter={`(${Object.keys(resourceMethods).length})`}
            actions={<Button onClick={() => setShown("method")}>Create method</Button>}
          >
            Methods
          </Header>
        }
      >
        <Box color="text-body-secondary">
          {Object.keys(resourceMethods).length === 0
            ? "No methods defined."
            : `Choose one in the tree: ${Object.keys(resourceMethods).sort().join(", ")}.`}
        </Box>
      </Container>
      {shown === "resource" && (
        <FieldsDialog
          title="Create resource"
          fields={[
            {
              name: "part",
              label: "Resource name",
              description: `Below ${path}. {name} takes one segment, {proxy+} all that are left.`,
              required: "Enter a name for the resource.",
              problem: (part) =>
                /^(?:[\w.:%$-]+|\{[\w.:-]+\+?\})$/.test(part)
                  ? undefined
                  : "Use letters, digits and -_.:$%, or {name}, or {name+}.",
            },
            {
              name: "cors",
              label: "CORS",
              kind: "check",
              text: "CORS (Cross Origin Resource Sharing): an OPTIONS method",
            },
          ]}
          initial={{}}
          submit="Create resource"
          failed="The resource could not be created"
          done={({ part }) => `Successfully created resource ${part}.`}
          save={async ({ part: pathPart, cors }) => {
            const { id } = await client.send(new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart }));
            if (cors === "true") await enableCors(client, { restApiId, resourceId: id ?? "" }, [], "*");
            await navigate(resourcePath(restApiId, id ?? ""));
          }}
          onSaved={onChange}
          onClose={close}
        />
      )}
      {shown === "cors" && (
        <FieldsDialog
          title={`Enable CORS for ${path}`}
          fields={[
            {
              name: "origin",
              label: "Access-Control-Allow-Origin",
              description:
                "Whose pages may ask. The methods' answers say it, too, unless a function gives them itself.",
              required: "Enter an origin, or *.",
              problem: (origin) =>
                /^(\*|https?:\/\/\S+)$/.test(origin) ? undefined : "Enter *, or https://example.com.",
            },
          ]}
          initial={{ origin: "*" }}
          submit="Save"
          failed="CORS could not be enabled"
          done={`Successfully enabled CORS for ${path}.`}
          save={({ origin = "*" }) =>
            enableCors(client, { restApiId, resourceId }, Object.keys(resourceMethods), origin)
          }
          onSaved={onChange}
          onClose={close}
        />
      )}
      {shown === "method" && (
        <CreateMethodDialog restApiId={restApiId} resource={resource} onSaved={onChange} onClose={close} />
      )}
    </SpaceBetween>
  );
}
