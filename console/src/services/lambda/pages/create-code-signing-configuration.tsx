import { CreateCodeSigningConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreatePage } from "../../../described/create-page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { newSigning, signingFields, toSigningInput } from "../code-signing/signing-fields.ts";

const list = "/console/lambda/code-signing-configurations";

export function Component() {
  const client = useClient(LambdaClient);
  return (
    <CreatePage
      title="Create code signing configuration"
      breadcrumbs={[{ text: "Code signing configurations", href: list }]}
      sections={[{ title: "Configuration", fields: signingFields }]}
      initial={newSigning}
      submit="Create configuration"
      cancelTo={list}
      failed="The configuration could not be created"
      save={async (values) => {
        const { CodeSigningConfig } = await client.send(new CreateCodeSigningConfigCommand(toSigningInput(values)));
        return { to: list, done: `Successfully created configuration ${CodeSigningConfig?.CodeSigningConfigId}.` };
      }}
    />
  );
}
