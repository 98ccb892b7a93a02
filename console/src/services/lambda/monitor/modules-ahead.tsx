import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLive } from "../../../live/use-live.ts";
import { formatBytes } from "../../../text/bytes.ts";

interface Zygote {
  readonly arn: string;
  readonly isReady: boolean;
  readonly bytes: number;
  readonly inherited: readonly string[];
  readonly left: Readonly<Record<string, string>>;
  readonly refusal?: string;
}

/**
 * Which of the version's modules are there before an environment starts, which are not, and why. AWS's API has no place for it: the server is asked as
 * `squall doctor` is; one that checks signatures tells nobody.
 */
export function ModulesAhead({ configuration }: { configuration: FunctionConfiguration }) {
  const { FunctionArn = "", Version = "" } = configuration;
  const zygotes = useLive("lambda/zygotes", readZygotes, { everyMs: 15_000 });
  const arn = FunctionArn.endsWith(`:${Version}`) ? FunctionArn : `${FunctionArn}:${Version}`;
  const zygote = zygotes.data?.find((each) => each.arn === arn);
  if (!zygote) return null;
  const left = Object.entries(zygote.left);
  return (
    <Container
      header={
        <Header variant="h2" description="What a new environment of this version finds loaded when it starts">
          Modules loaded ahead
        </Header>
      }
    >
      <StatusIndicator type={zygote.isReady ? "success" : "info"}>{toState(zygote)}</StatusIndicator>
      {zygote.inherited.length > 0 && (
        <ExpandableSection headerText={`Loaded ahead (${zygote.inherited.length})`}>
          <span className="squall-anywhere">{zygote.inherited.slice(0, mostNames).join(", ")}</span>
          {zygote.inherited.length > mostNames && ` and ${zygote.inherited.length - mostNames} more`}
        </ExpandableSection>
      )}
      {left.length > 0 && (
        <ExpandableSection headerText={`Left to each environment (${left.length})`}>
          <ul>
            {left.slice(0, mostNames).map(([name, reason]) => (
              <li key={name} className="squall-anywhere">
                {name} {reason}
              </li>
            ))}
          </ul>
          {left.length > mostNames && `and ${left.length - mostNames} more`}
        </ExpandableSection>
      )}
    </Container>
  );
}

/** A page that shows thousands of names helps nobody. */
const mostNames = 200;

function toState({ isReady, bytes, inherited, refusal }: Zygote): string {
  if (refusal) return `Nothing: ${refusal}`;
  if (!isReady) return "Let go for want of memory, and made again when it is needed";
  return `${inherited.length} modules, ${formatBytes(bytes)}`;
}

async function readZygotes(signal: AbortSignal): Promise<readonly Zygote[]> {
  const response = await fetch("/_squall/zygotes", { method: "POST", body: "{}", signal });
  return response.ok ? ((await response.json()) as { zygotes: readonly Zygote[] }).zygotes : [];
}
