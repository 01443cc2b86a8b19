/** What a record of usage may say besides how much it was: whose or what use, and of which class. */
export interface UsageLabels {
  readonly subject?: string;
  readonly category?: string;
}

/** 1 to 64 visible characters of ASCII: no space, so that labels can stand side by side. */
export const USAGE_LABEL = /^[\x21-\x7e]{1,64}$/;
export const USAGE_LABEL_RULE = '1 to 64 visible characters of ASCII';

/** Only those that are there: a label that is absent is no name of a field either. */
export const labelsOf = ({ subject, category }: { readonly [K in keyof UsageLabels]: UsageLabels[K] | undefined }): UsageLabels => ({ ...(subject !== undefined && { subject }), ...(category !== undefined && { category }) });
