// Files of a drop go one by one, with their progress, and go on after a cut (tus 1.0). Without this, the form does it.
(() => {
  const form = document.querySelector('form[data-drop]');
  const input = form.querySelector('input[type=file]');
  const list = form.parentElement.querySelector('.sending');
  const here = form.getAttribute('action');
  const tus = { 'Tus-Resumable': '1.0.0' };
  const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const wait = seconds => new Promise(done => setTimeout(done, seconds * 1000));

  const send = (method, address, headers, body, moved) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries({ ...tus, ...headers })) request.setRequestHeader(name, value);
    if (moved) request.upload.onprogress = event => moved(event.loaded);
    request.onload = () => done(request);
    request.onerror = () => failed(new Error('The line is broken.'));
    request.send(body);
  });

  const reason = request => {
    try { return JSON.parse(request.responseText).detail; } catch { return 'The server said ' + request.status + '.'; }
  };

  async function leave(file, row) {
    const begun = await send('POST', here, { 'Upload-Length': file.size, 'Upload-Metadata': 'filename ' + base64(file.name), 'Accept': 'application/json' });
    if (begun.status !== 201) throw new Error(reason(begun));
    const address = begun.getResponseHeader('Location');
    let offset = Number(begun.getResponseHeader('Upload-Offset'));
    for (let tries = 0; offset < file.size;) {
      try {
        const from = offset;
        const answer = await send('PATCH', address, { 'Upload-Offset': from, 'Content-Type': 'application/offset+octet-stream', 'Accept': 'application/json' },
          file.slice(from), loaded => row.show(from + loaded));
        if (answer.status === 204) { offset = Number(answer.getResponseHeader('Upload-Offset')); tries = 0; continue; }
        if (![409, 423, 429, 503].includes(answer.status)) throw Object.assign(new Error(reason(answer)), { isFinal: true });
      } catch (error) {
        if (error.isFinal || ++tries > 10) throw error;
      }
      row.say('waiting for the line');
      await wait(Math.min(2 ** tries, 30));
      try { offset = Number((await send('HEAD', address, {})).getResponseHeader('Upload-Offset') ?? offset); } catch { /* asked again after the next wait */ }
    }
    row.show(file.size);
  }

  function rowOf(file) {
    const item = document.createElement('li'), name = document.createElement('span'), bar = document.createElement('progress'), word = document.createElement('span');
    name.textContent = file.name;
    bar.max = Math.max(file.size, 1); bar.value = 0;
    bar.setAttribute('aria-label', file.name);
    word.className = 'soft'; word.setAttribute('role', 'status');
    item.append(name, bar, word);
    list.append(item);
    return {
      show: bytes => { bar.value = bytes; word.textContent = Math.floor(100 * bytes / Math.max(file.size, 1)) + ' %'; },
      say: text => { word.textContent = text; },
      done: text => { bar.remove(); word.textContent = text; },
    };
  }

  async function leaveAll(files) {
    const rows = [...files].map(file => [file, rowOf(file)]);
    for (const [file, row] of rows) {
      try { await leave(file, row); row.done('arrived, thank you'); } catch (error) { row.done('not arrived: ' + error.message); }
    }
    form.reset();
  }

  form.addEventListener('submit', event => { event.preventDefault(); leaveAll(input.files); });
  for (const name of ['dragover', 'drop']) form.addEventListener(name, event => event.preventDefault());
  form.addEventListener('dragover', () => form.classList.add('over'));
  form.addEventListener('dragleave', () => form.classList.remove('over'));
  form.addEventListener('drop', event => { form.classList.remove('over'); leaveAll(event.dataTransfer.files); });
})();
