export * from './leak-search.js';
export * from './trial-mesh.js';
export * from './ingest-fuzz.js';
