import { CreateServiceLinkedRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreatePage } from "../../../described/create-page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { entityPath } from "../paths.ts";

const roles = { text: "Roles", href: "/console/iam/roles" };

/** A role that a service defines, and that only it can take on. */
export function Component() {
  const client = useClient(IAMClient);
  return (
    <CreatePage
      title="Create service-linked role"
      breadcrumbs={[roles]}
      sections={[
        {
          title: "Role details",
          description:
            "A service-linked role has the permissions that its service says, and only the service takes it on.",
          fields: [
            {
              name: "service",
              label: "AWS service name",
              required: "Enter the name of a service: autoscaling.amazonaws.com.",
              constraint: "As it stands in trust policies: autoscaling.amazonaws.com.",
              problem: (value) =>
                /^[\w.-]+\.amazonaws\.com$/.test(value) ? undefined : "A service's name ends with .amazonaws.com.",
            },
            {
              name: "suffix",
              label: "Custom suffix",
              description: "Few services take one.",
              problem: (value) =>
                /^[\w+=,.@-]{1,64}$/.test(value) ? undefined : "Use 1 to 64 letters, digits and +=,.@-_ characters.",
            },
            {
              name: "description",
              label: "Description",
              problem: (value) => (value.length <= 1_000 ? undefined : "A description has up to 1,000 characters."),
            },
          ],
        },
      ]}
      initial={{ service: "", suffix: "", description: "" }}
      submit="Create service-linked role"
      cancelTo={roles.href}
      failed="The role could not be created"
      save={async ({ service, suffix, description }) => {
        const { Role } = await client.send(
          new CreateServiceLinkedRoleCommand({
            AWSServiceName: service,
            CustomSuffix: suffix || undefined,
            Description: description || undefined,
          }),
        );
        const name = Role?.RoleName ?? "";
        return { to: entityPath("roles", name), done: `Role ${name} created.` };
      }}
    />
  );
}
