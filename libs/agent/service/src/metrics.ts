/** What the agent counts of each provider. */
export interface CountedProvider {
  readonly isConnected: boolean;
  readonly offersOnRecord: number;
  readonly resources: number;
  readonly heartbeats: number;
}

/** Prometheus text format. */
export function agentMetrics(providers: readonly CountedProvider[]): string {
  const sum = (of: (provider: CountedProvider) => number): number => providers.reduce((total, provider) => total + of(provider), 0);
  return [
    ...gauge('carriermesh_agent_providers', 'Providers that this process speaks for.', providers.length),
    ...gauge('carriermesh_agent_connected_providers', 'Of these, the connected ones.', sum(({ isConnected }) => (isConnected ? 1 : 0))),
    ...gauge('carriermesh_agent_advertised_offers', 'Offers that the mesh has receipted.', sum(({ offersOnRecord }) => offersOnRecord)),
    ...gauge('carriermesh_agent_advertised_offers_total', 'Resources that the providers own.', sum(({ resources }) => resources)),
    ...gauge('carriermesh_agent_heartbeats', 'Heartbeats that were sent since the start.', sum(({ heartbeats }) => heartbeats)),
    '',
  ].join('\n');
}

const gauge = (name: string, help: string, value: number): readonly string[] => [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`];
