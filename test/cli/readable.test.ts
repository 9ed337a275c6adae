import { readable } from "../../lib/cli/readable";

test("a reference is put into words, and any other text is left as it is", () => {
  const at = "google_certificate_manager_dns_authorization.load_balancer_api.dns_resource_record[0]";
  expect(readable(`\${${at}.name} \${${at}.type}`)).toBe(
    "<name of certificate manager dns authorization load_balancer_api> <type of certificate manager dns authorization load_balancer_api>",
  );
  expect(readable("www.example.com A")).toBe("www.example.com A");
});
