import Grid from "@cloudscape-design/components/grid";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy } from "react";
import { Page } from "../../../shell/page.tsx";
import { Connect } from "../connect.tsx";
import { RecentFunctions } from "../recent-functions.tsx";
import { ServiceCards } from "../service-cards.tsx";
import { Tour } from "../tour.tsx";
import { WhenSeen } from "../when-seen.tsx";

const Health = lazy(() => import("../health.tsx"));

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
          <ServiceCards />
          <WhenSeen>
            <Health />
          </WhenSeen>
        </SpaceBetween>
      </Grid>
    </Page>
  );
}
