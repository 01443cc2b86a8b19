// Who may import whom, by the tags in each package.json: the table of CONTRIBUTING.md in the words of @nx/enforce-module-boundaries.
// A project has to satisfy every constraint that fits one of its tags, so type and scope each say their part.
import { workspacePackages } from '../../generators/sync.mjs';

const types = (...names) => names.map((name) => `type:${name}`);
const scopes = (...names) => names.map((name) => `scope:${name}`);
const only = (sourceTag, tags) => ({ sourceTag, onlyDependOnLibsWithTags: tags });
const onlyBoth = (allSourceTags, tags) => ({ allSourceTags, onlyDependOnLibsWithTags: tags });

/** Rooms of no context: whoever may import them by type may do so from any scope. */
const SHARED = types('kernel', 'decider', 'wire', 'tariff');

/** Scopes that are not bounded contexts: their rows are written out below. */
const HOUSE_SCOPES = ['platform', 'operator', 'mesh', 'scenarios'];

const ROOMS = [
  only('type:kernel', []),
  only('type:decider', types('kernel')),
  only('type:wire', types('kernel')),
  only('type:tariff', types('kernel')),
  only('type:source', types('kernel')),
  only('type:domain', types('decider', 'kernel', 'tariff', 'wire')),
  only('type:platform', types('wire', 'decider', 'kernel', 'platform')),
  // Which of the platform's rooms an app may import is said in eslint.config.mjs: the chassis alone.
  only('type:app', types('service', 'platform')),
  only('type:scenario', [...SHARED, ...types('platform', 'source'), ...scopes('mesh', 'operator', 'agent')]),
  // Every service at once, in one process: contexts meet there as they do on the bus.
  only('type:simulation', [...SHARED, ...types('service', 'platform')]),
  only('scope:platform', [...SHARED, 'scope:platform']),
  only('scope:operator', [...SHARED, ...types('service', 'platform', 'source')]),
  // The command is a door: what it does is written in the operator's rooms, which go through services.
  onlyBoth(['type:app', 'scope:operator'], scopes('operator', 'platform')),
];

/** A context sees itself and the house, never another context: they meet as messages. */
function contextRows(context) {
  // The agent stands for a provider's own network, and the sample networks are its source.
  const sources = context === 'agent' ? types('source') : [];
  return [
    only(`scope:${context}`, [...SHARED, ...sources, ...scopes(context, 'platform')]),
    onlyBoth([`type:service`, `scope:${context}`], [...SHARED, ...sources, ...types('domain', 'platform')]),
  ];
}

/** The contexts are those that the packages name: a new one is shut off from the others without a line here. */
export function contextsOf(packages) {
  const named = packages.flatMap(({ nx }) => nx?.tags ?? []).filter((tag) => tag.startsWith('scope:'));
  return [...new Set(named.map((tag) => tag.slice('scope:'.length)))].filter((scope) => !HOUSE_SCOPES.includes(scope)).sort();
}

export function depConstraints(packages = workspacePackages()) {
  return [...ROOMS, ...contextsOf(packages).flatMap(contextRows)];
}
