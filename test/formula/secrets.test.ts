import { secretsIn } from "../support/secrets";

describe("what is taken for a secret in a file", () => {
  test.each([
    ["    md5-password 'hunter2';", "'hunter2'"],
    [" neighbor 10.0.0.1 password hunter2", "hunter2"],
    ['  "password": "hunter2",', '"hunter2"'],
    ['{ "password": { "pillar": "a/b" } }, { "password": "hunter2" }', '"hunter2"'],
    ['PASSWORD = "hunter2"', '"hunter2"'],
    ['"secrets": {\n  "ca_key": "hunter2" }', '{\n  "ca_key": "hunter2" }'],
    ["    stats auth admin:hunter2", "admin:hunter2"],
    ["curl --header 'Authorization: Bearer hunter22'", "Bearer hunter22"],
    ["https://admin:hunter2@10.0.0.1/", "https://admin:hunter2@"],
    ["-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----"],
    ["password_hash: $6$salt$hash", "$6$salt$hash"],
  ])("%s", (text, found) => {
    expect(secretsIn(text)).toContain(found);
  });

  test.each([
    "    md5-password '{{ node.bgp.password }}';",
    "{%- if node.bgp.password %}",
    " neighbor {{ session.address }} password {{ neighbor.password }}",
    '"password": { "pillar": "kubernetes/paris/bgp" }',
    '{ "name": "a", "password": { "pillar": "kubernetes/paris/bgp" }, "sessions": [',
    '"password": null,',
    '"secrets": {\n  "ca_key": { "pillar": "a/b" },\n  "other_key": { "pillar": "a/c" } }',
    "# No credential, no password: the kernel is asked.",
    "    bind 10.0.0.1:443 ssl crt /etc/haproxy/certificate.pem",
  ])("but not %s", (text) => {
    expect(secretsIn(text)).toEqual([]);
  });
});
