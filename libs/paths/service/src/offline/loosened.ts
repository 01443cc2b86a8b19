import type { Answer } from './answer.js';
import type { Question } from './question.js';

type Preference = 'preferProviders' | 'avoidProviders';

/** What is given up, until there is an answer: nothing, who is preferred, who is avoided, both. */
const GIVEN_UP: readonly (readonly Preference[])[] = [[], ['preferProviders'], ['avoidProviders'], ['preferProviders', 'avoidProviders']];

/**
 * The answer that holds to as many of a question's loose demands as there is one for. What had to be given up is told; where
 * there is no answer at all, the reason is that of the question without them.
 */
export function loosened(question: Question, ask: (question: Question) => Answer): Answer {
  const stated = (name: Preference) => question[name].length > 0;
  const trials = GIVEN_UP.filter((names) => names.every(stated));
  for (const given of trials) {
    const answer = ask(strict(question, given));
    if (answer['refusal'] === undefined && given.length > 0) return { ...answer, loosened: given };
    if (answer['refusal'] === undefined || given === trials.at(-1)) return answer;
  }
  throw new RangeError('a question has no trial');
}

/** The question with its loose demands as strict ones, but for those that are given up. */
function strict(question: Question, given: readonly Preference[]): Question {
  const { requireProviders, excludeProviders = [], preferProviders, avoidProviders } = question;
  return {
    ...question,
    requireProviders: given.includes('preferProviders') ? requireProviders : [...new Set([...requireProviders, ...preferProviders])],
    excludeProviders: given.includes('avoidProviders') ? excludeProviders : [...excludeProviders, ...avoidProviders],
  };
}
