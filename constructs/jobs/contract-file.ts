/** Where a run finds its contract. */
export const contractFolder = "/etc/plinth";
export const contractFile = `${contractFolder}/contract.json`;
