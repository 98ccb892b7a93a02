import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { RouteButton } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { apiKinds } from "../api/api-kinds.ts";

/** Which kind it is to be. */
export function Component() {
  return (
    <Page title="Create API" breadcrumbs={[{ text: "APIs", href: "/console/apigateway/apis" }]}>
      <SpaceBetween size="l">
        {apiKinds.map(({ title, description, href }) => (
          <Container
            key={title}
            header={
              <Header
                variant="h2"
                actions={
                  <RouteButton href={href} ariaLabel={`Build ${title}`}>
                    Build
                  </RouteButton>
                }
              >
                {title}
              </Header>
            }
          >
            <Box color="text-body-secondary">{description}</Box>
          </Container>
        ))}
      </SpaceBetween>
    </Page>
  );
}
