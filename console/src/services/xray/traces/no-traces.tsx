import Alert from "@cloudscape-design/components/alert";
import { RouteButton } from "../../../shell/links.tsx";

/** How there come to be some. */
export function NoTraces() {
  return (
    <Alert
      type="info"
      header="No traces in this time"
      action={<RouteButton href="/console/lambda/functions">Go to functions</RouteButton>}
    >
      X-Ray is told of functions whose active tracing is on (Configuration, Monitoring), and of what SDKs send. Flows
      show what happened to an event without it.
    </Alert>
  );
}
