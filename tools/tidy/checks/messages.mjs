// Who says what, and who hears it, over all services together.

/**
 * @param definitions `[{ name, listens, publishes, wants }]`; `wants` is what its views, reactions and processes listen to: `[{ who, type }]`
 * @param events the types of all events in the schema
 * @param external events that no service listens to, and why: a map from type to reason
 */
export function messageBreaches({ definitions, events, external }) {
  return [
    ...definitions.flatMap((definition) => unlistedWants(definition)),
    ...definitions.flatMap((definition) => repeated(definition)),
    ...events.flatMap((type) => publisherBreaches(type, definitions)),
    ...unheard({ definitions, external }),
    ...unsaid(definitions),
    ...needlessExternals({ definitions, events, external }),
  ];
}

function unlistedWants({ name, listens, wants }) {
  return wants.filter(({ type }) => !listens.includes(type)).map(({ who, type }) => `${name}: ${who} listens to ${type}, which "listens" of the service does not name`);
}

function repeated({ name, listens, publishes }) {
  const twice = (list, what) => list.filter((type, index) => list.indexOf(type) < index).map((type) => `${name}: "${what}" names ${type} twice`);
  return [...twice(listens, 'listens'), ...twice(publishes, 'publishes')];
}

function publisherBreaches(type, definitions) {
  const publishers = definitions.filter(({ publishes }) => publishes.includes(type)).map(({ name }) => name);
  if (publishers.length === 1) return [];
  return [publishers.length === 0 ? `${type}: no service publishes it` : `${type}: ${publishers.join(' and ')} publish it, and one alone may`];
}

function unheard({ definitions, external }) {
  const heard = new Set(definitions.flatMap(({ listens }) => listens));
  return definitions.flatMap(({ name, publishes }) =>
    publishes.filter((type) => !heard.has(type) && !external.has(type)).map((type) => `${name}: publishes ${type}, which no service listens to and tools/tidy/external-events.mjs does not explain`),
  );
}

function unsaid(definitions) {
  const said = new Set(definitions.flatMap(({ publishes }) => publishes));
  return definitions.flatMap(({ name, listens }) => listens.filter((type) => !said.has(type)).map((type) => `${name}: listens to ${type}, which no service publishes`));
}

/** An excuse that outlives its cause would hide the next breach. */
function needlessExternals({ definitions, events, external }) {
  const heard = new Set(definitions.flatMap(({ listens }) => listens));
  return [...external.keys()].flatMap((type) => {
    if (!events.includes(type)) return [`tools/tidy/external-events.mjs: ${type} is not in the schema`];
    return heard.has(type) ? [`tools/tidy/external-events.mjs: ${type} has a listener and needs no reason`] : [];
  });
}
