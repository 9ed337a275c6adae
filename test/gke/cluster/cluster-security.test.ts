import { ref, Token } from "cdktf";
import type { ClusterSecurityOptions } from "../../../index";
import { clusterRefusal, clusterWith, warningsOf } from "../../support/cluster";

const KEY = "projects/acme-keys/locations/europe-west4/keyRings/gke/cryptoKeys/secrets";

describe("the security of a cluster", () => {
  test("has shielded nodes, no legacy authorization and no client certificates, whatever is asked for", () => {
    expect(clusterWith({})).toMatchObject({
      enable_shielded_nodes: true,
      enable_legacy_abac: false,
      master_auth: { client_certificate_config: { issue_client_certificate: false } },
    });
  });

  test("has Workload Identity", () => {
    expect(clusterWith({}).workload_identity_config).toEqual({ workload_pool: "acme-test.svc.id.goog" });
  });

  test("encrypts secrets with a key of your own, and writes it as off without one", () => {
    expect(clusterWith({}).database_encryption).toEqual({ state: "DECRYPTED" });
    expect(clusterWith({ secretsKmsKeyName: KEY }).database_encryption).toEqual({
      state: "ENCRYPTED",
      key_name: KEY,
    });
  });

  test("leaves the state of the encryption to GKE with a key of your own, and lets no cluster stay unencrypted", () => {
    expect(clusterWith({}).lifecycle).toEqual({ ignore_changes: ["node_config"] });
    const command = `gcloud container clusters update test --project=acme-test --location=europe-west4 --database-encryption-key=${KEY}`;
    expect(clusterWith({ secretsKmsKeyName: KEY }).lifecycle).toEqual({
      ignore_changes: ["node_config", "database_encryption[0].state"],
      postcondition: [
        {
          condition: '${self.database_encryption[0].state != "DECRYPTED"}',
          error_message: expect.stringMatching(new RegExp(`Run: ${command}$`)),
        },
      ],
    });
    const { lifecycle } = clusterWith({ secretsKmsKeyName: Token.asString(ref("var.key")) });
    expect(lifecycle.postcondition[0].error_message).toMatch(/--database-encryption-key=\$\{var\.key\}$/);
  });

  test.each<[string, ClusterSecurityOptions, object]>([
    ["securityPosture", { securityPosture: "ENTERPRISE" }, { security_posture_config: { mode: "ENTERPRISE" } }],
    [
      "vulnerabilityScanning",
      { vulnerabilityScanning: "BASIC" },
      { security_posture_config: { mode: "BASIC", vulnerability_mode: "VULNERABILITY_BASIC" } },
    ],
    ["binaryAuthorization", { binaryAuthorization: false }, { binary_authorization: { evaluation_mode: "DISABLED" } }],
    [
      "authenticatorGroupsDomain",
      { authenticatorGroupsDomain: "example.com" },
      { authenticator_groups_config: { security_group: "gke-security-groups@example.com" } },
    ],
    [
      "anonymousAuthentication",
      { anonymousAuthentication: "ENABLED" },
      { anonymous_authentication_config: { mode: "ENABLED" } },
    ],
    [
      "insecureRbacBindings",
      { insecureRbacBindings: true },
      {
        rbac_binding_config: {
          enable_insecure_binding_system_authenticated: true,
          enable_insecure_binding_system_unauthenticated: true,
        },
      },
    ],
    ["serviceExternalIps", { serviceExternalIps: true }, { service_external_ips_config: { enabled: true } }],
    [
      "kubeletReadOnlyPort",
      { kubeletReadOnlyPort: true },
      {
        node_pool_defaults: { node_config_defaults: { insecure_kubelet_readonly_port_enabled: "TRUE" } },
        node_pool_auto_config: { node_kubelet_config: { insecure_kubelet_readonly_port_enabled: "TRUE" } },
      },
    ],
  ])("takes %s as configured", (_, options, expected) => {
    expect(clusterWith(options)).toMatchObject(expected);
  });

  test("is safe by default", () => {
    expect(clusterWith({})).toMatchObject({
      security_posture_config: { mode: "BASIC", vulnerability_mode: "VULNERABILITY_DISABLED" },
      binary_authorization: { evaluation_mode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
      anonymous_authentication_config: { mode: "LIMITED" },
      rbac_binding_config: {
        enable_insecure_binding_system_authenticated: false,
        enable_insecure_binding_system_unauthenticated: false,
      },
      service_external_ips_config: { enabled: false },
      node_pool_defaults: { node_config_defaults: { insecure_kubelet_readonly_port_enabled: "FALSE" } },
      node_pool_auto_config: { node_kubelet_config: { insecure_kubelet_readonly_port_enabled: "FALSE" } },
    });
  });

  test("warns of each opt-out", () => {
    const options: ClusterSecurityOptions = {
      anonymousAuthentication: "ENABLED",
      insecureRbacBindings: true,
      serviceExternalIps: true,
      kubeletReadOnlyPort: true,
    };
    expect(warningsOf(options)).toEqual([
      "anonymousAuthentication: lets callers without a name in",
      "insecureRbacBindings: lets RBAC give rights to everyone",
      "serviceExternalIps: lets a Service catch others' traffic",
      "kubeletReadOnlyPort: lets everyone in the network ask kubelets",
    ]);
  });

  test("refuses what is no key, no domain and no level", () => {
    const options: ClusterSecurityOptions = {
      secretsKmsKeyName: "my-key",
      authenticatorGroupsDomain: "gke-security-groups@example.com",
      securityPosture: "HIGH" as "BASIC",
      vulnerabilityScanning: "HIGH" as "BASIC",
      anonymousAuthentication: "NONE" as "LIMITED",
    };
    expect(clusterRefusal(options)).toEqual([
      'secretsKmsKeyName: got "my-key", expected a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"',
      'securityPosture: got "HIGH", expected "DISABLED", "BASIC" or "ENTERPRISE"',
      'vulnerabilityScanning: got "HIGH", expected "DISABLED", "BASIC" or "ENTERPRISE"',
      'anonymousAuthentication: got "NONE", expected "LIMITED" or "ENABLED"',
      'authenticatorGroupsDomain: got "gke-security-groups@example.com", expected a domain: "example.com"',
    ]);
  });
});

describe("keys of your own for the control plane", () => {
  const version = `${KEY}/cryptoKeyVersions/1`;
  const pool = "projects/acme-keys/locations/europe-west4/caPools/gke";

  test("are handed to Google as they are", () => {
    const userManagedKeys = {
      clusterCa: pool,
      etcdApiCa: pool,
      etcdPeerCa: pool,
      aggregationCa: pool,
      controlPlaneDiskKmsKeyName: KEY,
      etcdBackupKmsKeyName: KEY,
      serviceAccountSigningKeys: [version],
      serviceAccountVerificationKeys: [version],
    };
    expect(clusterWith({ userManagedKeys }).user_managed_keys_config).toEqual({
      cluster_ca: pool,
      etcd_api_ca: pool,
      etcd_peer_ca: pool,
      aggregation_ca: pool,
      control_plane_disk_encryption_key: KEY,
      gkeops_etcd_backup_encryption_key: KEY,
      service_account_signing_keys: [version],
      service_account_verification_keys: [version],
    });
  });

  test("are refused when they are of the wrong kind", () => {
    const userManagedKeys = {
      clusterCa: KEY,
      controlPlaneDiskKmsKeyName: version,
      serviceAccountSigningKeys: [KEY],
    };
    const key = 'a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"';
    expect(clusterRefusal({ userManagedKeys })).toEqual([
      `userManagedKeys.clusterCa: got "${KEY}", expected a CA pool: "projects/P/locations/R/caPools/C"`,
      `userManagedKeys.controlPlaneDiskKmsKeyName: got "${version}", expected ${key}`,
      `userManagedKeys.serviceAccountSigningKeys: got ["${KEY}"], expected versions of Cloud KMS keys: "projects/…/cryptoKeys/C/cryptoKeyVersions/1"`,
    ]);
  });
});
