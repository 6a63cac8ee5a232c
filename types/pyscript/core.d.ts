export const hooks: { worker: Record<string, Set<unknown>> };
