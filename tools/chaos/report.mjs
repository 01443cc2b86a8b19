// What a run of chaos was and what came of it, for people.

const MAX_TOLD = 20;

const row = (what, value) => `  ${what.padEnd(44)} ${value}\n`;

export function chaosTable(report) {
  const orders = Object.entries(report.orders).map(([state, count]) => `${count} ${state}`);
  const facts = [
    ['seed', report.seed],
    ['under faults', `${report.seconds} s`],
    ['killed with kill -9', `${report.kills} processes`],
    ['other faults', `${report.otherFaults}${report.missed > 0 ? `, ${report.missed} faults found their process down already` : ''}`],
    ['events written meanwhile', `${report.events}, ${report.eventsPerSecond} a second`],
    ['receipts kept by providers', report.receipts],
    ['orders', orders.join(', ')],
    ['months billed', report.invoices],
    ['heads handed out', report.heads],
    ['orders and batches had their end after', report.drainedAfterSeconds === undefined ? 'not in time' : `${report.drainedAfterSeconds} s`],
    ['everything had its end after', report.quietAfterSeconds === undefined ? 'not in time' : `${report.quietAfterSeconds} s`],
  ];
  const troubles = report.troubles.slice(0, MAX_TOLD).map((trouble) => `  ! ${trouble}\n`);
  return `\n${facts.map(([what, value]) => row(what, value)).join('')}${troubles.join('')}\n${checksTable(report.checks)}${report.ok ? 'Everything holds.' : 'Not everything holds.'}\n`;
}

export function checksTable(checks) {
  return checks
    .map(({ check, findings }) => {
      const told = findings.slice(0, MAX_TOLD).map(({ invariant, what }) => `      ${invariant}: ${what}\n`);
      const more = findings.length > MAX_TOLD ? `      and ${findings.length - MAX_TOLD} more\n` : '';
      return `${row(check, findings.length === 0 ? 'holds' : `${findings.length} findings`)}${told.join('')}${more}`;
    })
    .join('');
}
