import Grid from "@cloudscape-design/components/grid";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Page } from "../../../shell/page.tsx";
import { Connect } from "../connect.tsx";
import { Health } from "../health.tsx";
import { RecentFunctions } from "../recent-functions.tsx";
import { ServiceCards } from "../service-cards.tsx";
import { Tour } from "../tour.tsx";

export function Component() {
  const wide = { colspan: { default: 12, m: 7 } } as const;
  const side = { colspan: { default: 12, m: 5 } } as const;
  return (
    <Page title="Console Home" breadcrumbs={[]} description="A serverless cloud that you own.">
      <Grid gridDefinition={[wide, side]}>
        <SpaceBetween size="l">
          <Tour />
          <RecentFunctions />
        </SpaceBetween>
        <SpaceBetween size="l">
          <Connect />
          <Health />
          <ServiceCards />
        </SpaceBetween>
      </Grid>
    </Page>
  );
}
