export const referencePage = () => ({ title: 'reference', view: document.createElement('div') });
