export * from './trial-mesh.js';
