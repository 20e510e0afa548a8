import ukemi from 'ukemi/worker';

export default ukemi;
