import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TINY_SITE } from "../data-center/tiny-site";
import { replaced } from "../support/replaced";
import { FORMULA, Folder, hasSalt, MasterWithMinions } from "./master-with-minions";

if (!hasSalt)
  process.stdout.write("SKIPPED, not passed: no release is rolled out here, without the Salt of lab/install.sh\n");

const EDGES = ["edge-1", "edge-2"];

(hasSalt ? describe : describe.skip)("a master with two edge servers, on the ports of this machine", () => {
  const folder = new Folder();
  const master = new MasterWithMinions(folder, EDGES);

  const sites = TINY_SITE.servers;
  const servers = Object.fromEntries(EDGES.map((name) => [name, sites[name] as NonNullable<(typeof sites)[string]>]));
  const { bgpPassword: _, ...site } = TINY_SITE;
  /** What a server does with a release here is to write its number, and to be as healthy as a file says. */
  const release = (number: number, state = ""): void =>
    master.release(number, { ...site, servers }, (write) => {
      const file = `${folder.path}/servers/{{ opts["id"] }}`;
      write("init.sls", `${file}:\n  file.managed:\n    - contents: "${number}"\n    - makedirs: True\n${state}`);
      const healthy = readFileSync(join(FORMULA, "hybrid-kubernetes/healthy.sls"), "utf8");
      write(
        "healthy.sls",
        replaced(healthy, ["/usr/local/sbin/hybrid-kubernetes-healthy", `sh ${folder.at("healthy.sh")} ${file}`]),
      );
    });
  const numbers = () => EDGES.map((name) => folder.read(`servers/${name}`));
  const roll = (...wishes: readonly string[]) => master.roll(...wishes);

  beforeAll(async () => {
    folder.write("pillar/top.sls", pillarTop());
    // Healthy, unless a file beside that of the server says that it is not, or that router 1 is down and that is not left out.
    folder.write(
      "healthy.sh",
      '[ ! -e "$1.unhealthy" ] && { [ ! -e "$1.router-1-down" ] || [ "$4 $5" = "--without-router 1" ]; }\n',
    );
    release(1);
    await master.start();
  });
  afterAll(async () => {
    await master.end();
    folder.remove(".");
  });

  test("the release goes out one after the other, ends at the first that is not healthy or fails, and goes back by one command", () => {
    const first = roll();
    if (first.status !== 0) throw new Error(first.said);
    expect(numbers()).toEqual(["1", "1"]);
    const stages = [
      "canary edge: edge-1",
      "canary edge: edge-1, healthy",
      "rack a2: edge-2",
      "rack a2: edge-2, healthy",
    ];
    const places = stages.map((stage) => first.said.indexOf(`Name: ${stage} -`));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);

    // A router that is worked on is unhealthy, unless it is left out by its name.
    folder.write("servers/edge-1.router-1-down", "");
    expect(roll().status).toBe(1);
    expect(roll("--without-router", "a1-right").status).toBe(1);
    expect(roll("--without-router", "a1-left").status).toBe(0);
    expect(roll("--without-router", "a1-lift").said).toContain("there is no router of a rack called a1-lift");
    expect(roll("--without", "edge-1,edge_1").said).toContain("there is no server called edge_1");
    expect(roll("--without-router", "a1-left,a1-right").said).toContain("without both routers of a rack");
    folder.remove("servers/edge-1.router-1-down");

    // Not healthy: it has the new one, and nobody else does.
    release(2);
    folder.write("servers/edge-1.unhealthy", "");
    const unhealthy = roll();
    expect([unhealthy.status, numbers()]).toEqual([1, ["2", "1"]]);
    expect(unhealthy.said).toMatch(/edge-1, healthy - .*Result: Failed/i);

    // Back by one command, which asks whether it is healthy, too.
    folder.remove("servers/edge-1.unhealthy");
    const back = roll("--back");
    expect([back.status, numbers()]).toEqual([0, ["1", "1"]]);
    expect(back.said).toContain("current is 1-");
    const other = roll("--release", `2-${"0".repeat(64)}`);
    expect([other.status, other.said]).toEqual([
      1,
      `current is 1-${"0".repeat(64)}, not 2-${"0".repeat(64)}: nothing was rolled out\n`,
    ]);

    // A state that fails on the first.
    release(3, '{% if opts["id"] == "edge-1" %}\nbroken:\n  cmd.run:\n    - name: "false"\n{% endif %}\n');
    expect([roll().status, numbers()]).toEqual([1, ["3", "1"]]);

    // What does not render writes nothing.
    release(4, "{{ nothing.of.it }}\n");
    expect([roll().status, numbers()]).toEqual([1, ["3", "1"]]);

    // One that does not answer, until it is left out.
    release(5);
    master.kill("edge-1");
    expect([roll().status, numbers()]).toEqual([1, ["3", "1"]]);
    expect([roll("--without", "edge-1").status, numbers()]).toEqual([0, ["3", "5"]]);
  });
});

/** The top file of pillars, as docs/data-center-servers.md has it. */
function pillarTop(): string {
  const page = readFileSync(join(FORMULA, "../docs/data-center-servers.md"), "utf8");
  const [, text = ""] = /`\/srv\/pillar\/top.sls`[^`]*```yaml\n([^`]*)```/.exec(page) ?? [];
  return text;
}
