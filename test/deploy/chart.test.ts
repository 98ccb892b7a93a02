import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { readConfig } from "../../src/config.ts";
import { type CheckManifest, openKubernetesSchemas } from "./kubernetes-schemas.ts";
import { type Document, deployDirectory, readYaml, renderChart, skipWithoutGo, valuesDirectory } from "./render.ts";

const examples = join(deployDirectory, "helm/examples");
const valuesOf = {
  minimal: join(examples, "minimal.values.yaml"),
  CloudNativePG: join(examples, "cloudnative-pg.values.yaml"),
  "all on": join(valuesDirectory, "everything.yaml"),
};

describe("the Helm chart", { skip: skipWithoutGo() }, () => {
  let check: CheckManifest;
  let directory: string;
  before(() => {
    check = openKubernetesSchemas();
    directory = mkdtempSync(join(tmpdir(), "squall-values-"));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  /** The chart with further values over the minimal ones. */
  const renderWith = (values: object) => {
    const file = join(directory, "values.yaml");
    writeFileSync(file, JSON.stringify(values));
    return renderChart(valuesOf.minimal, file);
  };

  for (const [name, file] of Object.entries(valuesOf)) {
    it(`is what Kubernetes takes: ${name}`, () => {
      const manifests = renderChart(file);
      assert.deepEqual(manifests.flatMap(check), []);
      assert.equal(new Set(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).size, manifests.length);
    });

    it(`gives a node what it needs, and nothing that Squall refuses: ${name}`, () => {
      const { spec } = find(renderChart(file), "Deployment").spec.template;
      const config = readConfig(spec.containers[0].args.slice(1), environmentOf(spec.containers[0]));
      assert.equal(config.auth, "enforce");
      assert.ok(config.nodeAddress);
      assert.notEqual(config.database, "sqlite");
      assert.notEqual(config.blobs, "disk");
      assert.ok(config.drainMs + 5_000 < spec.terminationGracePeriodSeconds * 1_000);
      assert.equal(spec.containers[0].ports[0].containerPort, config.port);
      // Else Kubernetes sets SQUALL_PORT to an URL for a service of that name.
      assert.equal(spec.enableServiceLinks, false);
      assert.equal(spec.automountServiceAccountToken, false);
      assert.deepEqual(
        [spec.containers[0].readinessProbe, spec.containers[0].livenessProbe].map(({ httpGet }) => httpGet.path),
        ["/_squall/health/ready", "/_squall/health/live"],
      );
    });

    it(`leads to its own pods: ${name}`, () => {
      const manifests = renderChart(file);
      const { labels } = find(manifests, "Deployment").spec.template.metadata;
      const selectors = [
        find(manifests, "Deployment").spec.selector.matchLabels,
        find(manifests, "Service").spec.selector,
        find(manifests, "PodDisruptionBudget").spec.selector.matchLabels,
        find(manifests, "NetworkPolicy").spec.podSelector.matchLabels,
      ];
      for (const selector of selectors) {
        for (const [key, value] of Object.entries(selector)) assert.equal(labels[key], value);
      }
      assert.equal(find(manifests, "Service").spec.ports[0].targetPort, "aws");
    });
  }

  it("keeps keys in secrets alone", () => {
    const manifests = renderChart(valuesOf["all on"]);
    const { stringData } = find(manifests, "Secret", "squall-root");
    assert.deepEqual(JSON.parse(stringData["root-credentials.json"]), {
      accessKeyId: "AKIAROOTEXAMPLE00000",
      secretAccessKey: "SECRET",
    });
    const rest = JSON.stringify(manifests.filter(({ kind }) => kind !== "Secret"));
    for (const secret of ["SECRET", "KEY", "p%40ss", "AKIAROOT"]) assert.ok(!rest.includes(`"${secret}`), secret);
    // What exists already is not made again.
    assert.deepEqual(
      renderChart(valuesOf.CloudNativePG).filter(({ kind }) => kind === "Secret"),
      [],
    );
  });

  it("is no root unless it is told to be, and never privileged", () => {
    const own = find(renderChart(valuesOf.minimal), "Deployment").spec.template.spec;
    assert.equal(own.hostUsers, false);
    const { securityContext } = own.containers[0];
    assert.deepEqual(
      [securityContext.runAsNonRoot, securityContext.allowPrivilegeEscalation, securityContext.capabilities],
      [true, false, { drop: ["ALL"] }],
    );
    const root = find(renderWith({ sandbox: "capabilities" }), "Deployment").spec.template.spec;
    assert.equal(root.hostUsers, true);
    assert.equal(root.containers[0].securityContext.privileged, undefined);
    assert.ok(root.containers[0].securityContext.capabilities.add.includes("SYS_ADMIN"));
  });

  it("says what is missing or wrong", () => {
    const file = join(directory, "none.yaml");
    writeFileSync(file, "{}");
    assert.throws(() => renderChart(file), /blobs.*url/s);
    assert.throws(() => renderWith({ database: { url: "" } }), /database\.url is needed/);
    assert.throws(() => renderWith({ blobs: { url: "s3://KEY:SECRET@squall" } }), /blobs.*url/s);
    assert.throws(() => renderWith({ sandbox: "none" }), /sandbox/);
    assert.throws(() => renderWith({ drainSeconds: 55 }), /ten seconds longer than drainSeconds/);
    assert.throws(() => renderWith({ rootCredentials: { accessKeyId: "A" } }), /both keys or none/);
  });

  it("comes with a PostgreSQL and a store that fit it", () => {
    const beside = ["cloudnative-pg.yaml", "seaweedfs.yaml"].flatMap((name) => readYaml(join(examples, name)));
    assert.deepEqual(beside.flatMap(check), []);
    const environment = environmentNamed(find(renderChart(valuesOf.CloudNativePG), "Deployment"));
    // The operator's secret is named after the cluster.
    assert.equal(
      environment.get("SQUALL_DATABASE").valueFrom.secretKeyRef.name,
      `${find(beside, "Cluster").metadata.name}-app`,
    );
    const keys = find(beside, "Secret");
    const { name, key } = environment.get("AWS_SECRET_ACCESS_KEY").valueFrom.secretKeyRef;
    assert.equal(name, keys.metadata.name);
    assert.ok(key in keys.stringData);
    assert.match(
      environment.get("SQUALL_BLOBS").value,
      new RegExp(`http://${find(beside, "Service").metadata.name}\\.clouds\\.svc:8333`),
    );
  });

  it("is checked by schemas that refuse what Kubernetes does not know", () => {
    const deployment = find(renderChart(valuesOf.minimal), "Deployment");
    deployment.spec.template.spec.containers[0].readinessProbe.httpget = {};
    deployment.spec.replicas = "three";
    delete deployment.spec.selector;
    assert.deepEqual(
      check(deployment).map((said) => said.replace(/^Deployment squall/, "").replace(/ \{.*/, "")),
      [
        "/spec must have required property 'selector'",
        "/spec/replicas must be integer",
        "/spec/template/spec/containers/0/readinessProbe must NOT have additional properties",
      ],
    );
  });
});

function find(manifests: readonly Document[], kind: string, name?: string): Document {
  const found = manifests.find(
    (manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name),
  );
  assert.ok(found, `there is no ${kind} ${name ?? ""}`);
  return found;
}

function environmentNamed(deployment: Document): Map<string, Document> {
  return new Map(deployment.spec.template.spec.containers[0].env.map((each: Document) => [each.name, each]));
}

/** The container's variables, as Kubernetes puts them together; secrets have any value. */
function environmentOf(container: Document): Record<string, string> {
  const values: Record<string, string> = { POD_IP: container.env.some(isOfIpv6) ? "fd00::7" : "10.1.2.3" };
  for (const { name, value, valueFrom } of container.env) {
    if (name === "POD_IP") continue;
    values[name] = valueFrom
      ? secretOf(name)
      : value.replace(/\$\((\w+)\)/g, (_: string, other: string) => values[other]);
  }
  return values;
}

function isOfIpv6({ name, value }: Document): boolean {
  return name === "SQUALL_HOST" && value === "::";
}

function secretOf(name: string): string {
  return name === "SQUALL_DATABASE" ? "postgresql://squall:secret@database:5432/squall" : "secret";
}
