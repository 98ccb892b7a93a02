import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Cards from "@cloudscape-design/components/cards";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { LabState } from "../lab/lab-state.tsx";
import { useLabs } from "../labs.ts";

export function Component() {
  const { callerArn } = useSession();
  const labs = useLabs();
  const all = useLive(`labs/${callerArn}`, (signal) => labs.list(signal), { everyMs: 4_000 });
  return (
    <Page title="Labs" breadcrumbs={[]} titleInContent>
      <Loaded live={all} what="labs">
        {(found) => (
          <SpaceBetween size="l">
            <Cards
              header={
                <Header
                  variant="h1"
                  counter={`(${found.filter(({ faults }) => faults.length === 0).length})`}
                  description="Exercises with a text, a start, and steps that tick by themselves as they are done: in this console, by an SDK, or by the AWS CLI."
                >
                  Labs
                </Header>
              }
              items={found.filter(({ faults }) => faults.length === 0)}
              trackBy="name"
              cardDefinition={{
                header: ({ name, title }) => (
                  <RouteLink href={`/console/labs/${name}`} fontSize="heading-m">
                    {title}
                  </RouteLink>
                ),
                sections: [
                  {
                    id: "size",
                    header: "Size",
                    content: ({ steps, minutes }) => `${steps} steps${minutes ? `, about ${minutes} minutes` : ""}`,
                  },
                  { id: "state", header: "State", content: (lab) => <LabState lab={lab} /> },
                ],
              }}
              cardsPerRow={[{ cards: 1 }, { minWidth: 700, cards: 2 }]}
              empty={<Box textAlign="center">There is no lab.</Box>}
            />
            {found
              .filter(({ faults }) => faults.length > 0)
              .map(({ name, faults, isUnbuilt }) => (
                <Alert
                  key={name}
                  type={isUnbuilt ? "info" : "warning"}
                  header={isUnbuilt ? `The lab ${name} cannot be done yet` : `The lab ${name} cannot be used`}
                >
                  <pre className="squall-mono">{faults.join("\n")}</pre>
                </Alert>
              ))}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}
