// Uploads one file with the official client of tus, and goes on with an upload that an earlier run has left:
//   node tus-upload.mjs ENDPOINT FILE STATE-FILE CHUNK-BYTES KEY=VALUE...
// Keys of metadata; basic=USER:PASSWORD signs in. The certificate's authority comes with NODE_EXTRA_CA_CERTS.
import fs from 'node:fs';
import { Upload } from 'tus-js-client';

const [endpoint, file, state, chunk, ...pairs] = process.argv.slice(2);
const values = Object.fromEntries(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
const { basic, ...metadata } = values;

const upload = new Upload(fs.createReadStream(file), {
  endpoint,
  metadata,
  uploadSize: fs.statSync(file).size,
  chunkSize: Number(chunk),
  retryDelays: Array(60).fill(500),
  uploadUrl: fs.existsSync(state) ? fs.readFileSync(state, 'utf8') : null,
  headers: basic ? { Authorization: 'Basic ' + Buffer.from(basic).toString('base64') } : {},
  onUploadUrlAvailable: () => fs.writeFileSync(state, upload.url),
  onChunkComplete: (_, accepted) => console.log(`accepted ${accepted}`),
  onError: error => { console.error(error.message); process.exit(1); },
  onSuccess: () => console.log('whole'),
});
upload.start();
