import { PastMesh, viewEventsOf } from '@carriermesh/platform-chassis';
import type { Bus } from '@carriermesh/platform-bus';
import { Home, homeDirectory } from '@carriermesh/operator-home';
import { PostgresKeyTable, readMasterKey, WrappedPersonalData, type PersonalData } from '@carriermesh/platform-personal-data';
import { createLogger } from '@carriermesh/platform-telemetry';
import { asOfIn, type AsOfFlags } from './as-of.js';
import { databaseUrl, ledgerUrl } from './ledger-source.js';
import { SERVICES } from './projections.js';
import { withPastLedger } from './replay-source.js';
import { withRunningMesh } from './running-mesh.js';

const APPLICATION = 'carriermesh-past';
const SILENT = createLogger({ service: APPLICATION, level: 'silent' });

/** What every question has in common that can be asked as of an earlier time. */
export interface AskingFlags extends AsOfFlags {
  readonly home?: string;
  readonly json?: boolean;
}

/** Answers questions: the running mesh, or what is known of an earlier time. */
export interface Answering {
  readonly bus: Pick<Bus, 'request'>;
  readonly isPast: boolean;
}

/** Does `work` on the mesh of a home as it is, or as it was by its ledger: the same handlers answer either way. */
export async function withMeshAsOf(flags: AskingFlags, work: (mesh: Answering) => Promise<number>): Promise<number> {
  const asOf = asOfIn(flags);
  if (asOf === undefined) return withRunningMesh(flags.home, ({ bus }) => work({ bus, isPast: false }));
  return withPastLedger(flags, asOf, ({ ledger, at }) => {
    const events = viewEventsOf(ledger, { ledgerUrl: ledgerUrl(flags), applicationName: APPLICATION });
    const database = { connectionString: databaseUrl(flags), applicationName: APPLICATION };
    return work({ bus: new PastMesh(SERVICES, { ledger, events, at, database, personalData: personalDataOf(flags), log: SILENT }), isPast: true });
  });
}

/** Read with the keys that there are now, and only where somebody asks for it: who was forgotten since can be read no more, as of no time. */
const personalDataOf = (flags: AskingFlags): Pick<PersonalData, 'open'> => ({
  open: async (place, sealed) => {
    const masterKey = readMasterKey(new Home(homeDirectory({ flag: flags.home })).masterKeyFile);
    const keys = await PostgresKeyTable.open({ connectionString: databaseUrl(flags), applicationName: APPLICATION, log: SILENT });
    try {
      return await new WrappedPersonalData(keys, masterKey).open(place, sealed);
    } finally {
      await keys.close();
    }
  },
});
