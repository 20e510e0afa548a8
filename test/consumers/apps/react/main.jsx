// A component that waits for an answer which never comes, in the boundary that
// the package's README shows (recipe.jsx is that code).

import OpenAI from 'openai';
import { Suspense, use } from 'react';
import { createRoot } from 'react-dom/client';
import { createFetch } from 'ukemi';

import { Explained } from './recipe.jsx';

const baseURL = new URLSearchParams(location.search).get('api') + '/v1';
const client = new OpenAI({ apiKey: 'any', baseURL, dangerouslyAllowBrowser: true, fetch: createFetch() });
const answer = client.chat.completions.create({ model: 'm', messages: [] }).asResponse();

const Answer = () => <p>{use(answer).status}</p>;

createRoot(document.getElementById('root')).render(<Explained><Suspense><Answer /></Suspense></Explained>);
