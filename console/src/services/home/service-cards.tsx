import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { RouteLink } from "../../shell/links.tsx";
import { services } from "../index.ts";

export function ServiceCards() {
  return (
    <Container header={<Header variant="h2">Services</Header>}>
      <SpaceBetween size="s">
        {services.map(({ id, name, home, description }) => (
          <div key={id}>
            <RouteLink href={home} fontSize="heading-s">
              {name}
            </RouteLink>
            <Box color="text-body-secondary">{description}</Box>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}
