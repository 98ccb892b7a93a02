import Grid from "@cloudscape-design/components/grid";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense } from "react";
import { Page } from "../../../shell/page.tsx";
import { Connect } from "../connect.tsx";
import { ServiceCards } from "../service-cards.tsx";
import { WhenSeen } from "../when-seen.tsx";

/** Part of the first file, since most visits begin here. */
export function Home() {
  const wide = { colspan: { default: 12, m: 7 } } as const;
  const side = { colspan: { default: 12, m: 5 } } as const;
  return (
    <Page title="Console Home" breadcrumbs={[]} description="A serverless cloud that you own.">
      <Grid gridDefinition={[wide, side]}>
        <div className="squall-welcome">
          <Suspense fallback={null}>
            <Welcome />
          </Suspense>
        </div>
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

export const loadWelcome = () => import("../welcome.tsx");
const Welcome = lazy(loadWelcome);
const Health = lazy(() => import("../health.tsx"));
