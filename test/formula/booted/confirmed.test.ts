import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { planSite } from "../../../lib/data-center/plan-site";
import { siteFiles } from "../../../lib/data-center/site-files";
import type { SitePlan } from "../../../lib/data-center/site-plan";
import { TINY_SITE } from "../../data-center/tiny-site";
import { makeRepository } from "./packages";
import { BootedServer, SALT, whyNoServer } from "./server";

const FORMULA = join(__dirname, "../../../formula");
const MASTER = "192.0.2.1";
const NAME = "worker-1";
const why = whyNoServer();
if (why !== undefined) process.stdout.write(`SKIPPED, not passed: no bare server reaches a master here: ${why}\n`);

(why === undefined ? describe : describe.skip)("a bare server beyond two routers, with its master behind them", () => {
  const folder = mkdtempSync(join(tmpdir(), "confirmed-"));
  const plan = planSite(TINY_SITE);
  const worker = plan.servers.find(({ name }) => name === NAME);
  if (worker === undefined) throw new Error(`the small data centre has lost ${NAME}`);
  const [{ ipv4: link }] = worker.links;
  let server: BootedServer;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const publish = (site: SitePlan): void =>
    write(`pillar/servers/${NAME}.sls`, siteFiles(site).get(`servers/${NAME}.sls`) ?? "");
  const salt = (...args: readonly string[]) =>
    server.beyond(`${SALT}/bin/salt --config-dir=${folder}/master ${args.map((arg) => `'${arg}'`).join(" ")}`);
  /** Once the run before has come to its end, which is later than what it did is seen: Salt refuses two at once. */
  const apply = () => salt("--async", NAME, "state.apply", "queue=True");
  const answers = (): boolean => salt("--timeout=5", "--out=txt", NAME, "test.ping").said.includes("True");
  const status = () => server.run("/usr/bin/python3 /usr/local/lib/hybrid-kubernetes/confirm-network.py status");
  const until = (holds: () => boolean, seconds: number, story: () => string): void => {
    const end = Date.now() + seconds * 1000;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${story()}`);
      server.beyond("sleep 1");
    }
  };
  const journal = (): string =>
    `${status().said}\n${server.run("ip address; ip route; journalctl | tail -30; tail -30 /var/lib/salt-test/var/log/salt/minion").out}`;
  /** Whether the master's door opens from the server: its own way there, whatever connections it still has. */
  const reaches = (): boolean =>
    server.run(`/usr/bin/python3 -c 'import socket; socket.create_connection(("${MASTER}", 4506), 2)'`).status === 0;
  /** Addresses and routes, as the kernel has them. */
  const network = (): string =>
    server.run(
      "ip -brief address show scope global; ip -4 route; ip -6 route; cat /usr/local/lib/hybrid-kubernetes/network.batch",
    ).out;

  beforeAll(async () => {
    mkdirSync(join(folder, "packages"));
    makeRepository(join(folder, "packages"), "1.0");
    write("pillar/top.sls", `base: {"*": [secrets, "servers.${NAME}"]}\n`);
    write("pillar/secrets.sls", JSON.stringify({ kubernetes: { paris: { bgp: "key" } } }));
    publish(plan);
    write("states/top.sls", 'base: {"*": [hybrid-kubernetes]}\n');
    write(
      "master/master",
      JSON.stringify({
        interface: MASTER,
        root_dir: join(folder, "root"),
        auto_accept: true,
        worker_threads: 2,
        // How long it waits for who does not answer: it asks again and again.
        gather_job_timeout: 2,
        file_roots: { base: [join(folder, "states"), FORMULA] },
        pillar_roots: { base: [join(folder, "pillar")] },
      }),
    );
    write(
      "minion/minion",
      JSON.stringify({ id: NAME, master: MASTER, root_dir: "/var/lib/salt-test", acceptance_wait_time: 2 }),
    );
    server = await BootedServer.boot([folder, FORMULA]);
    const routers = worker.links.map(
      ({ ipv4 }, index) => `ip address add ${ipv4.upper}/${ipv4.prefixLength} dev router${index}`,
    );
    // A router's routes: its links, by which a bare server is reached, and what the server will announce.
    const done = [
      server.beyond(
        [
          `ip address add ${MASTER}/32 dev lo`,
          ...routers,
          `ip route add ${worker.loopback.ipv4}/32 via ${link.lower}`,
        ].join(" && "),
      ),
      server.run(
        `echo 'deb [trusted=yes] file:${folder}/packages ./' >/etc/apt/sources.list && rm -rf /etc/apt/sources.list.d/* && apt-get update`,
      ),
      // What the installation gives a bare server: the address of one link, and a way to its router.
      server.run(
        `ip address add ${link.lower}/${link.prefixLength} dev eth0 && ip route add default via ${link.upper} metric 4096`,
      ),
    ];
    for (const { status: code, said } of done) if (code !== 0) throw new Error(said);
    server.start([join(SALT, "bin/salt-master"), `--config-dir=${folder}/master`]);
    server.run(
      `cp -r ${folder}/minion /etc/salt && systemd-run --unit=salt-minion --property=KillMode=mixed --property=TimeoutStopSec=10 ${SALT}/bin/salt-minion --config-dir=/etc/salt`,
    );
  });
  afterAll(async () => {
    await server?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  test("reaches its master by the address of a link, keeps the network that the formula gives it once the master is heard over it, and brings it back when another one cuts it off", () => {
    until(answers, 200, () => server.run("journalctl -u salt-minion | tail -20").said);
    apply();
    const isMade =
      "systemctl is-active hybrid-kubernetes-metrics.timer && journalctl -u hybrid-kubernetes-confirm | grep 'is heard'";
    until(() => server.run(isMade).status === 0 && status().status === 0, 300, journal);
    // From now on it comes from the address that it announces.
    expect(server.run(`ip route get ${MASTER}`).out).toContain(`src ${worker.loopback.ipv4}`);

    // Wrong addresses of its links cut it off: it is back by itself, with the network that it had.
    const before = network();
    const wrong = planSite({ ...TINY_SITE, ranges: { ...TINY_SITE.ranges, links: "10.129.128.0/17" } });
    publish(wrong);
    expect(reaches()).toBe(true);
    apply();
    until(() => !reaches(), 200, journal);
    expect(server.run("ip route show default metric 2048").out).toContain("via 10.129.128.");
    expect([status().status, answers()]).toEqual([3, false]);

    until(() => status().status !== 3, 150, journal);
    expect(status().said).toContain("the master was not heard: brought back");
    expect(server.run("journalctl -u hybrid-kubernetes-confirm").out).toContain("the master was not heard within 60 s");
    expect(server.run("systemctl is-failed hybrid-kubernetes-confirm").out).toBe("failed\n");
    expect(network()).toBe(before);
    expect(reaches()).toBe(true);
    until(answers, 200, journal);

    // What is told to have the network that it has is well again: so a roll-out can go back over it.
    publish(plan);
    apply();
    until(() => status().status === 0, 200, journal);
    expect(network()).toBe(before);
  });
});
