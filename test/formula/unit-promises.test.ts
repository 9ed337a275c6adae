import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const FORMULA = join(__dirname, "../../formula/hybrid-kubernetes");
const units = ["files", "master"].flatMap((folder) =>
  readdirSync(join(FORMULA, folder))
    .filter((name) => /\.(timer|service)$/.test(name))
    .map((name) => join(folder, name)),
);
const PYTHON = "ExecStart=/usr/bin/python3 /usr/local/";
/** What notes a success, which metrics.py tells the age of. */
const SUCCESS = [
  "ExecStartPost=/usr/bin/touch /var/lib/hybrid-kubernetes/succeeded/%N",
  "StateDirectory=hybrid-kubernetes/succeeded",
];
const STRICT = ["ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "NoNewPrivileges=yes"];

/** Each line by which systemd starts, stops, repeats, bounds or confines something, and each condition, as docs and alerts rely on them. */
const PROMISED: Readonly<Record<string, readonly string[]>> = {
  "approve-kubelets.timer": ["OnBootSec=60", "OnUnitInactiveSec=60", "AccuracySec=5"],
  "control-plane-certificates.timer": [
    ...["OnCalendar=daily", "RandomizedDelaySec=20h", "FixedRandomDelay=yes", "Persistent=yes"],
  ],
  "etcd-certificates.timer": ["OnCalendar=daily", "RandomizedDelaySec=3600", "Persistent=yes"],
  "etcd-snapshot.timer": ["OnCalendar=hourly", "RandomizedDelaySec=900", "Persistent=yes"],
  "metrics.timer": ["OnBootSec=30", "OnUnitActiveSec=30", "AccuracySec=1"],
  "hybrid-kubernetes-fetch.timer": ["OnBootSec=30", "OnUnitInactiveSec=60", "RandomizedDelaySec=10"],
  "approve-kubelets.service": [
    "ConditionPathExists=/etc/kubernetes/admin.conf",
    "Type=oneshot",
    `${PYTHON}lib/hybrid-kubernetes/approve-kubelets.py /etc/kubernetes/hybrid-kubernetes/nodes.json`,
    ...[...SUCCESS, "TimeoutStartSec=300", ...STRICT, "CapabilityBoundingSet="],
  ],
  "confirm-network.service": [
    "ConditionPathExists=/var/lib/hybrid-kubernetes/network/pending",
    `${PYTHON}lib/hybrid-kubernetes/confirm-network.py wait`,
  ],
  "control-plane-certificates.service": [
    "ConditionPathExists=/etc/kubernetes/admin.conf",
    "Type=oneshot",
    `${PYTHON}lib/hybrid-kubernetes/control-plane-certificates.py renew`,
    ...[...SUCCESS, "TimeoutStartSec=2400", "ProtectHome=yes", "NoNewPrivileges=yes"],
  ],
  "etcd-certificates.service": [
    "Type=oneshot",
    `${PYTHON}lib/hybrid-kubernetes/issue-certificates.py issue /etc/etcd/etcd.json`,
    ...[...SUCCESS, "TimeoutStartSec=300", "ReadWritePaths=/etc/etcd/pki", ...STRICT],
  ],
  "etcd-snapshot.service": [
    "ConditionPathExists=/var/lib/etcd/data/member",
    "Type=oneshot",
    `${PYTHON}sbin/hybrid-kubernetes-etcd snapshot`,
    ...["Nice=10", "IOSchedulingClass=idle", "TimeoutStartSec=1800"],
  ],
  "etcd.service": [
    "ConditionPathExists=/etc/etcd/pki/server.crt",
    ...["Type=exec", "User=etcd", "StateDirectory=etcd", "StateDirectoryMode=0700", "RuntimeDirectory=etcd"],
    "ExecStartPre=/usr/bin/python3 /usr/local/sbin/hybrid-kubernetes-etcd record",
    "ExecStart=/usr/bin/etcd --config-file /etc/etcd/etcd.conf.yaml",
    ...["Restart=always", "RestartSec=5", "LimitNOFILE=65536", "OOMScoreAdjust=-997"],
    ...["IOSchedulingClass=best-effort", "IOSchedulingPriority=0", ...STRICT],
  ],
  "metrics.service": [
    "Type=oneshot",
    `${PYTHON}lib/hybrid-kubernetes/metrics.py /etc/exabgp/metrics.json /var/lib/prometheus/node-exporter/hybrid_kubernetes.prom`,
    ...["TimeoutStartSec=120", "CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH"],
    ...["ReadWritePaths=/var/lib/prometheus/node-exporter", "ProtectSystem=strict", "ProtectHome=yes"],
    "NoNewPrivileges=yes",
  ],
  "network.service": [
    ...["Type=oneshot", "RemainAfterExit=yes", "TimeoutStartSec=60"],
    "ExecStart=/usr/sbin/ip -batch /usr/local/lib/hybrid-kubernetes/network.batch",
    "ExecReload=/usr/sbin/ip -batch /usr/local/lib/hybrid-kubernetes/network.batch",
  ],
  "notrack.service": [
    ...["PartOf=nftables.service", "Type=oneshot", "RemainAfterExit=yes", "TimeoutStartSec=60"],
    "ExecStart=/usr/sbin/nft -f /usr/local/lib/hybrid-kubernetes/notrack.nft",
    "ExecStart=/usr/sbin/nft -f /usr/local/lib/hybrid-kubernetes/hand-over.nft",
  ],
  "hybrid-kubernetes-fetch.service": [
    "Type=oneshot",
    `${PYTHON}lib/hybrid-kubernetes/fetch.py /etc/hybrid-kubernetes/fetch.json`,
    "ExecStopPost=-/usr/bin/python3 /usr/local/lib/hybrid-kubernetes/release-metrics.py /etc/hybrid-kubernetes/fetch.json /var/lib/prometheus/node-exporter",
    "TimeoutStartSec=300",
  ],
};
/** Which of them start with the server. */
const WANTED: Readonly<Record<string, string>> = {
  "confirm-network.service": "multi-user.target",
  "etcd.service": "multi-user.target",
  "network.service": "multi-user.target",
  "notrack.service": "multi-user.target nftables.service",
};

const linesOf = (unit: string): readonly string[] => readFileSync(join(FORMULA, unit), "utf8").split("\n");

test.each(units.map((unit) => [basename(unit), unit] as const))(
  "%s has each line that it is relied on for",
  (name, unit) => {
    // What only orders and describes is left out.
    const own = linesOf(unit).filter((line) => /^[A-Z]\w*=/.test(line));
    const relied = own.filter((line) => !/^(Description|Documentation|After|Before|Wants|WantedBy)=/.test(line));
    expect([...relied].sort()).toEqual([...(PROMISED[name] ?? [])].sort());
    const wanted = name.endsWith(".timer") ? "timers.target" : WANTED[name];
    expect(own.filter((line) => line.startsWith("WantedBy="))).toEqual(
      wanted === undefined ? [] : [`WantedBy=${wanted}`],
    );
  },
);

test("no unit is left out", () => {
  expect(units.map((unit) => basename(unit)).sort()).toEqual(Object.keys(PROMISED).sort());
});
