import { openStateFile } from '../../../src/server/state/state-file.ts';
import { createStore } from '../../../src/store/create-store.ts';
import { DOCUMENT } from './documents.ts';

// Opens a state file and keeps it until this process is killed.
const file = openStateFile(process.argv[2] ?? '', console.error);
const store = createStore({ document: DOCUMENT, ...file });
if (file.changes) await store.replay(file.changes);
file.follow(store);
store.insert('notes', { title: 'theirs' });
console.log('open');
setInterval(() => undefined, 1000);
