export const classPage = () => ({ title: 'class', view: document.createElement('div') });
