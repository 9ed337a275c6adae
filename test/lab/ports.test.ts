import { portTo } from "../../lab/network";

test("a port is called like the machine that it leads to, and no two machines share a name of 15 characters", () => {
  expect(portTo("route53-checker")).toBe("route53-checker");
  const long = ["kubernetes-worker-101", "kubernetes-worker-102"].map(portTo);
  expect(long.every((name) => name.length <= 15)).toBe(true);
  expect(new Set(long).size).toBe(2);
});
