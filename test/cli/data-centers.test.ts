import { HybridPlatform } from "../../stacks";
import { TINY_SITE } from "../data-center/tiny-site";
import { hybridKubernetes, outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";

const { fabric, servers, ranges, edge } = TINY_SITE;
const certificate = { pillar: "paris/tls" };
const onPremises = { fabric, servers, ranges, edge: { publicRanges: edge?.publicRanges ?? [], certificate } };
const paris = { ...SMALL_PLATFORM.dataCenters.paris, privateRanges: ["10.128.0.0/13"], onPremises };

describe("the command line", () => {
  const plain = outputFolder((app) => new HybridPlatform(app, "test", SMALL_PLATFORM));
  const folder = outputFolder((app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, dataCenters: { paris } }));

  test("prints the address plan of the data centres", () => {
    const { stdout, status } = hybridKubernetes("address-plan", folder);
    expect(status).toBe(0);
    expect(stdout).toContain("# Addresses of paris");
    expect(stdout).toContain("\n11      worker-1   worker         a1    4200000001  10.128.0.11  fd00:128::b\n");
    expect(hybridKubernetes("address-plan", folder, "--data-center", "test/paris").stdout).toBe(stdout);
  });

  test("says which data centres there are when another one is asked for", () => {
    const { stderr, status } = hybridKubernetes("address-plan", folder, "--data-center", "rome");
    expect(stderr).toBe(
      'error: address-plan: --data-center: got "rome", expected a data centre of this folder: "test/paris"\n',
    );
    expect(status).toBe(1);
  });

  test("says so where there is no data centre", () => {
    const { stderr, status } = hybridKubernetes("address-plan", plain);
    expect(stderr).toBe(`error: address-plan: folder: ${plain} holds no data centre with onPremises\n`);
    expect(status).toBe(1);
  });

  test("lists the data centres below the stacks", () => {
    const { stdout } = hybridKubernetes("stacks", folder);
    expect(stdout).toMatch(/Stack +Resources +Waits for/);
    const row = stdout.split("\n").find((line) => line.startsWith("test/paris"));
    expect(row?.split(/ {2,}/)).toEqual([
      "test/paris",
      "4: 1 control-plane, 2 edge, 1 worker",
      "5 in 2 racks",
      `${folder}/data-centers/test/paris`,
    ]);
  });
});
