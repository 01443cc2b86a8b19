/** Where each aggregate's history is. */
export const providerStream = (providerId: string): string => `provider-${providerId}`;
export const resourceStream = (resourceId: string): string => `resource-${resourceId}`;
export const holdStream = (holdId: string): string => `hold-${holdId}`;
export const sessionStream = (providerId: string): string => `session-${providerId}`;
export const refusalsStream = (providerId: string): string => `refusals-${providerId}`;
