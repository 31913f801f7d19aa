// esbuild gathers the imported styles in a file beside the bundle.
declare module '*.css';
