import { pillarOf } from "../../lab/secrets";

const SECRETS = { password: "a-key", certificate: "a-certificate" };

describe("the secrets of the lab's master", () => {
  test("lie where references look for them, by what each is for", () => {
    const data = {
      bgp: { password: { pillar: "kubernetes/lab/bgp" } },
      sessions: [{ password: { pillar: "kubernetes/lab/bgp" } }, { password: null }],
      edge: { tls: { certificate: { pillar: "kubernetes/lab/tls/certificate" } } },
    };
    expect(pillarOf(data, SECRETS)).toEqual({
      kubernetes: { lab: { bgp: "a-key", tls: { certificate: "a-certificate" } } },
    });
  });

  test("are in no pillar where nothing refers to one: an object with more than a pillar in it is plain data", () => {
    expect(pillarOf([{ pillar: "a/b", name: "x" }, "pillar", 1, null], SECRETS)).toEqual({});
  });

  test("end the lab where it has none for a use, or where one holds another", () => {
    expect(() => pillarOf({ token: { pillar: "a/b" } }, SECRETS)).toThrow(
      'the lab has no secret for "token", which refers to a/b',
    );
    const both = [{ password: { pillar: "a" } }, { password: { pillar: "a/b" } }];
    expect(() => pillarOf(both, SECRETS)).toThrow("a is a secret, and holds others");
  });
});
