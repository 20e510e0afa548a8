export const examplesPage = () => ({ title: 'examples', view: document.createElement('div') });
