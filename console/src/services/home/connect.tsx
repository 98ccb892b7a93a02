import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSession } from "../../shell/session-provider.tsx";

/** How a client of AWS is pointed here. */
export function Connect() {
  const { region, credentials, isSignedIn } = useSession();
  const lines = [
    `export AWS_ENDPOINT_URL=${window.location.origin}`,
    `export AWS_REGION=${region}`,
    // AWS CLI version 1 and boto3 read only this one.
    `export AWS_DEFAULT_REGION=${region}`,
    `export AWS_ACCESS_KEY_ID=${isSignedIn ? "YOUR_ACCESS_KEY_ID" : credentials.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${isSignedIn ? "YOUR_SECRET_ACCESS_KEY" : credentials.secretAccessKey}`,
  ].join("\n");
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <CopyToClipboard
              copyButtonText="Copy"
              textToCopy={lines}
              copySuccessText="Copied"
              copyErrorText="The browser refused to copy"
            />
          }
        >
          Point a client here
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box>Every AWS SDK, the AWS CLI, Terraform and CDK work unchanged once their endpoint is this server:</Box>
        <pre className="squall-pre">{lines}</pre>
        <Box color="text-body-secondary">Then, for example: aws lambda list-functions</Box>
      </SpaceBetween>
    </Container>
  );
}
