/** What the server says the worker should keep; see planner/web/offline.py. */
declare const KEEP: { version: string; build: string; shell: string[]; pages: string[] };
