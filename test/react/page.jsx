// A page with one notice. The address says which error it shows, and in which language.

import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorNotice } from 'ukemi/react';

import { Chat } from 'virtual:recipe.jsx';

const asked = new URL(location.href).searchParams;
document.documentElement.style.colorScheme = asked.get('scheme') ?? 'light';

/** What an SDK throws. */
const errors = {
  busy: { status: 429, headers: { 'retry-after': asked.get('wait') ?? '3' }, message: 'Rate limit reached', error: {} },
  key: { status: 401, headers: {}, error: { message: 'Incorrect API key', code: 'invalid_api_key' } },
  down: { status: 503, headers: {}, message: 'down' },
};

function Page() {
  const [tries, setTries] = useState(0);
  const [kind, setKind] = useState(asked.get('error'));
  return (
    <main style={{ font: '1rem/1.5 system-ui', maxWidth: '40rem', margin: '1.5rem auto', padding: '0 1rem' }}>
      <h1 style={{ fontSize: '1.25rem' }}>A chat</h1>
      <ErrorNotice error={errors[kind]} language={asked.get('language')} onRetry={() => setTries(tries + 1)} />
      <p>Tried again: <output>{tries}</output></p>
      <button type="button" onClick={() => setKind('key')}>Another error</button>
    </main>
  );
}

const ask = async () => {
  throw errors.down;
};
const isRecipe = asked.get('error') === 'recipe';
createRoot(document.getElementById('root')).render(isRecipe ? <Chat ask={ask} /> : <Page />);
