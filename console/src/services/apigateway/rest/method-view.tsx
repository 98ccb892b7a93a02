import { APIGatewayClient, DeleteMethodCommand, GetMethodCommand, type Resource } from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { resourcePath } from "../paths.ts";
import { IntegrationRequest } from "./integration-request.tsx";
import { IntegrationResponses } from "./integration-responses.tsx";
import { MethodRequest } from "./method-request.tsx";
import { MethodResponses } from "./method-responses.tsx";
import { MethodTest } from "./method-test.tsx";

interface MethodViewProps {
  readonly restApiId: string;
  readonly resource: Resource;
  readonly httpMethod: string;
  readonly onChange: () => void;
}

/** A method from its request to its response, as AWS's console cuts it. */
export function MethodView({ restApiId, resource, httpMethod, onChange }: MethodViewProps) {
  const client = useClient(APIGatewayClient);
  const navigate = useNavigate();
  const confirmed = useConfirmed();
  const { id: resourceId = "", path = "" } = resource;
  const name = { restApiId, resourceId, httpMethod };
  const [tab, setTab] = useState("request");
  const method = useLive(`apigateway/rest/${restApiId}/${resourceId}/${httpMethod}`, () =>
    client.send(new GetMethodCommand(name)),
  );
  const remove = async () => {
    const question = {
      title: `Delete method ${httpMethod} of ${path}?`,
      body: "It is deleted with its integration. Stages serve it until the API is deployed again.",
      action: "Delete",
    };
    const outcome = {
      done: `Successfully deleted method ${httpMethod}.`,
      failed: "The method could not be deleted",
      onChange,
    };
    if (await confirmed(question, () => client.send(new DeleteMethodCommand(name)), outcome))
      await navigate(resourcePath(restApiId, resourceId));
  };
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={<Button onClick={() => void remove()}>Delete</Button>}
          >{`${path} - ${httpMethod}`}</Header>
        }
      >
        <Loaded live={method} what="the method">
          {(found) => {
            const shared = { name, path, method: found, onChange: method.refresh };
            return (
              <Tabs
                ariaLabel="Method"
                activeTabId={tab}
                onChange={({ detail }) => setTab(detail.activeTabId)}
                tabs={[
                  { id: "request", label: "Method request", content: <MethodRequest {...shared} /> },
                  { id: "integration", label: "Integration request", content: <IntegrationRequest {...shared} /> },
                  {
                    id: "integration-response",
                    label: "Integration response",
                    content: <IntegrationResponses {...shared} />,
                  },
                  { id: "response", label: "Method response", content: <MethodResponses {...shared} /> },
                  { id: "test", label: "Test", content: <MethodTest name={name} path={path} /> },
                ]}
              />
            );
          }}
        </Loaded>
      </Container>
    </SpaceBetween>
  );
}
