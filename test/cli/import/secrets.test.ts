import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importFiles } from "../../../lib/cli/import";
import { configuredIn } from "../../../lib/cli/import/configured";
import { withoutSecrets } from "../../../lib/cli/import/secrets";
import { shown } from "../../../lib/cli/import/shown";
import { readOutputFolder } from "../../../lib/cli/output-folder";
import { everything } from "../../everything/program";
import { outputFolder } from "../../support/command-line";

const scratch = mkdtempSync(join(tmpdir(), "import-secrets-"));
const into = outputFolder(everything);
const PROJECT = "acme-everything";

/** What the provider's schemas call sensitive, and what is secret without being called so: nothing of it is marked here. */
const SENSITIVE: readonly (readonly [type: string, path: string])[] = [
  ["google_compute_router_peer", "md5_authentication_key.key"],
  ["google_compute_router", "md5_authentication_keys.key"],
  ["google_compute_vpn_tunnel", "shared_secret"],
  ["google_compute_vpn_tunnel", "shared_secret_hash"],
  ["google_compute_interconnect_attachment", "pairing_key"],
  ["google_compute_backend_service", "iap.oauth2_client_secret"],
  ["google_compute_backend_service", "iap.oauth2_client_secret_sha256"],
  ["google_compute_backend_service", "security_settings.aws_v4_authentication.access_key"],
  ["google_compute_managed_ssl_certificate", "private_key"],
  ["google_certificate_manager_certificate", "self_managed.pem_private_key"],
  ["google_certificate_manager_certificate", "self_managed.private_key_pem"],
  ["google_certificate_manager_certificate", "self_managed.pem_certificate"],
  ["google_container_cluster", "master_auth.client_key"],
  ["google_container_cluster", "master_auth.password"],
  ["google_container_node_pool", "node_config.metadata.ssh-keys"],
  ["google_container_node_pool", "node_config.metadata.api-token"],
  ["google_container_node_pool", "node_config.metadata.API_KEY"],
  ["aws_db_instance", "tokens"],
];

/** A block that holds a value at a path, as a state has it: each block is a list of one. */
function holding([name = "", ...rest]: readonly string[], value: unknown): Record<string, unknown> {
  return { [name]: rest.length === 0 ? value : [holding(rest, value)] };
}

test.each(SENSITIVE)("%s keeps %s to itself, whatever form it has", (type, path) => {
  for (const value of ["LEAK", ["LEAK"], [{ value: "LEAK" }], { value: ["LEAK"] }]) {
    const { settings } = withoutSecrets({ type, settings: holding(path.split("."), value) });
    expect(JSON.stringify(settings)).not.toContain("LEAK");
  }
});

test("what looks like a secret and is not one stays: words that are on or off, and names", () => {
  const settings = {
    secret_manager_config: [{ enabled: true }],
    certificate_map: "//certificatemanager.googleapis.com/projects/p",
    ssl_certificates: ["projects/p/global/sslCertificates/a"],
    md5_authentication_key: [{ name: "k" }],
    password: "",
  };
  expect(withoutSecrets({ type: "google_container_cluster", settings }).settings).toEqual(settings);
});

test("the values of headers and of metadata are not shown, their names are", () => {
  expect(shown(["X-Api-Key: LEAK", "X-Other:LEAK"], "custom_request_headers")).toBe(
    '["X-Api-Key: secret","X-Other: secret"]',
  );
  expect(shown("X-Api-Key: LEAK", "custom_response_headers")).toBe("X-Api-Key: secret");
  expect(shown([{ header_name: "X-Key", header_value: "LEAK" }], "header_action.request_headers_to_add")).toBe(
    '[{"header_name":"X-Key","header_value":"secret"}]',
  );
  expect(shown({ metadata: { "startup-script": "LEAK" } }, "node_config")).toBe(
    '{"metadata":{"startup-script":"secret"}}',
  );
  expect(shown({ "startup-script": "LEAK" }, "node_config.metadata")).toBe('{"startup-script":"secret"}');
  expect(shown({ metadata: "INCLUDE_ALL_METADATA" }, "log_config")).toBe('{"metadata":"INCLUDE_ALL_METADATA"}');
});

const SERVICE = {
  kind: "compute#backendService",
  selfLink: "",
  customRequestHeaders: ["X-Api-Key: LEAK"],
  securitySettings: { awsV4Authentication: { accessKey: "LEAK", accessKeyId: "LEAK" } },
  iap: { enabled: true, oauth2ClientId: "id", oauth2ClientSecret: "LEAK" },
};

/** The resources of a type in the stacks that are written. */
function configured(type: string): readonly { readonly name: string }[] {
  return configuredIn(readOutputFolder(into)).flatMap((one) =>
    one.type === type && typeof one.settings.name === "string" ? [{ name: one.settings.name, ...one.settings }] : [],
  );
}

test.each([{}, { json: true }, { hcl: true }])("nothing that is printed has a secret, with %j", async (form) => {
  const [service] = configured("google_compute_backend_service");
  const [peer] = configured("google_compute_router_peer");
  const name = service?.name ?? "";
  const selfLink = `https://www.googleapis.com/compute/v1/projects/${PROJECT}/global/backendServices/${name}`;
  const state = {
    terraform_version: "1.9.0",
    resources: [
      {
        mode: "managed",
        type: "google_compute_router_peer",
        name: "peer",
        instances: [
          {
            attributes: { ...peer, project: PROJECT, md5_authentication_key: [{ name: "k", key: "LEAK" }] },
            sensitive_attributes: [],
          },
        ],
      },
    ],
  };
  const files = [[{ ...SERVICE, name, selfLink }], state].map((content, index) => {
    const file = join(scratch, `${index}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  });
  const text = await importFiles(files, { into, ...form });
  expect(text).toMatch(/custom_request_headers.*X-Api-Key: secret/);
  expect(text).toMatch(/md5_authentication_key.*secret/);
  expect(text).not.toContain("LEAK");
});
