import {
  IoTClient,
  ListCertificatesCommand,
  ListJobTemplatesCommand,
  ListPoliciesCommand,
  ListThingGroupsCommand,
  ListThingsCommand,
  ListThingTypesCommand,
} from "@aws-sdk/client-iot";
import type { Choice } from "../../choices/choice.ts";
import { type Live, useLive } from "../../live/use-live.ts";
import { useClient, useSession } from "../../shell/session-provider.tsx";
import { readAll } from "./read-all.ts";

function useChoices(kind: string, read: (client: IoTClient) => Promise<readonly Choice[]>): Live<readonly Choice[]> {
  const client = useClient(IoTClient);
  const { region } = useSession();
  return useLive(`choices/iot/${kind}/${region}`, () => read(client), { everyMs: 5_000 });
}

export const useThingChoices = () =>
  useChoices("things", async (client) => {
    const things = await readAll(
      (nextToken) => client.send(new ListThingsCommand({ nextToken })),
      (page) => page.things,
    );
    return things.map(({ thingName = "", thingArn }) => ({
      value: thingName,
      label: thingName,
      description: thingArn,
    }));
  });

export const useTypeChoices = () =>
  useChoices("types", async (client) => {
    const types = await readAll(
      (nextToken) => client.send(new ListThingTypesCommand({ nextToken })),
      (page) => page.thingTypes,
    );
    return types.map(({ thingTypeName = "", thingTypeArn }) => ({
      value: thingTypeName,
      label: thingTypeName,
      description: thingTypeArn,
    }));
  });

export const useJobTemplateChoices = () =>
  useChoices("job-templates", async (client) => {
    const templates = await readAll(
      (nextToken) => client.send(new ListJobTemplatesCommand({ nextToken, maxResults: 250 })),
      (page) => page.jobTemplates,
    );
    return templates.map(({ jobTemplateId = "", jobTemplateArn = "", description }) => ({
      value: jobTemplateArn,
      label: jobTemplateId,
      description,
    }));
  });

export const useGroupChoices = () =>
  useChoices("groups", async (client) => {
    const groups = await readAll(
      (nextToken) => client.send(new ListThingGroupsCommand({ nextToken })),
      (page) => page.thingGroups,
    );
    return groups.map(({ groupName = "", groupArn }) => ({
      value: groupName,
      label: groupName,
      description: groupArn,
    }));
  });

export const usePolicyChoices = () =>
  useChoices("policies", async (client) => {
    const policies = await readAll(
      (marker) =>
        client.send(new ListPoliciesCommand({ marker })).then((page) => ({ ...page, nextToken: page.nextMarker })),
      (page) => page.policies,
    );
    return policies.map(({ policyName = "", policyArn }) => ({
      value: policyName,
      label: policyName,
      description: policyArn,
    }));
  });

/** By their ARNs, which is what things and policies are attached to. */
export const useCertificateChoices = () =>
  useChoices("certificates", async (client) => {
    const certificates = await readAll(
      (marker) =>
        client.send(new ListCertificatesCommand({ marker })).then((page) => ({ ...page, nextToken: page.nextMarker })),
      (page) => page.certificates,
    );
    return certificates.map(({ certificateArn = "", certificateId = "", status }) => ({
      value: certificateArn,
      label: certificateId,
      description: status,
    }));
  });

/** What jobs go to: things and groups, by their ARNs. */
export const useTargetChoices = () =>
  useChoices("targets", async (client) => {
    const [groups, things] = await Promise.all([
      readAll(
        (nextToken) => client.send(new ListThingGroupsCommand({ nextToken })),
        (page) => page.thingGroups,
      ),
      readAll(
        (nextToken) => client.send(new ListThingsCommand({ nextToken })),
        (page) => page.things,
      ),
    ]);
    return [
      ...groups.map(({ groupArn = "", groupName = "" }) => ({
        value: groupArn,
        label: groupName,
        description: "Thing group",
      })),
      ...things.map(({ thingArn = "", thingName = "" }) => ({
        value: thingArn,
        label: thingName,
        description: "Thing",
      })),
    ];
  });
