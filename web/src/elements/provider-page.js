export const providerPage = () => ({ title: 'provider', view: document.createElement('div') });
